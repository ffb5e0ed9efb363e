"""What helps when files cannot be read, in words for who has uploaded them."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CUT_OFF = _("The file seems cut off. Export or download it again.")
BROKEN = _("The file seems damaged. Export or download it again.")
APART = _("Name one of them under “More choices”, “Only this site”, and upload the files for each.")
NAMED = _(
    "If this is another site, upload the files again and name it under “More choices”, “Where it "
    "is from”."
)
TITLED = _("Give the document another title, and upload it again.")
# By what is said of the file; the first that fits.
CURES: dict[str, str | Promise] = {
    "no element found": CUT_OFF,
    "unclosed token": CUT_OFF,
    "unclosed CDATA section": CUT_OFF,
    "premature EOF": CUT_OFF,
    "ends before its end": CUT_OFF,
    "ended before the end": CUT_OFF,
    "broken XML": BROKEN,
    "broken JSON": BROKEN,
    "cannot be unpacked": BROKEN,
    "is not valid UTF-8": BROKEN,
    "files of several sites": APART,
    "--source": NAMED,
    "--slug": TITLED,
}

OF_THE_COMMAND = re.compile(r"(: if this|; give it).* --(source|slug)\b.*")
EACH_BY_OPTION = ", each with its --site"


def without_options(fault: str) -> str:
    """What whoever types a command would do."""
    return OF_THE_COMMAND.sub(".", fault.replace(EACH_BY_OPTION, ""))


def cure(fault: str) -> str:
    """Empty if nobody knows one."""
    return str(next((words for said, words in CURES.items() if said in fault), ""))
