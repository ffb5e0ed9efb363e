"""What uploaded files seem to be, from their first bytes, while somebody waits."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.exchange.formats.files import Part, parts_of
from comments.exchange.formats.known import FORMATS, TEXT, recognised
from comments.exchange.records import SourceError, sentence
from comments.exchange.uploads.receiving import Received
from comments.moderation.imports.cures import cure

AUTO = "auto"
FIND_OUT = gettext_lazy("Find out from the content")
# Of the files in a .zip; the dry run looks into all.
LOOKED_INTO = 100
KNOWN = gettext_lazy(
    "Exports of WordPress, Disqus, Artalk, Commento, Comentario, Remark42, Isso and Understory can "
    "be, and documents with numbered comments."
)
SEEMS = gettext_lazy("“%(name)s” is no %(wanted)s, but seems to be: %(seems)s.")
ALIKE = gettext_lazy("Choose files of one kind, and let it be found out what they are.")


def taken_for(received: list[Received], chosen: str) -> str:
    """The chosen format, if all files are in it; or the one that they seem to be in."""
    try:
        parts = [part for each in received for part in parts_of(Path(each.path), each.name or "")]
        name = _recognised(parts[0]) if chosen == AUTO else chosen
        for part in parts[:LOOKED_INTO]:
            _require(part, name)
    except SourceError as error:
        raise ValidationError(f"{sentence(error)} {cure(str(error))}".strip()) from None
    return name


def _recognised(part: Part) -> str:
    if name := recognised(part):
        return name
    words = _("“%(name)s” is no export that can be read here.") % {"name": part.name}
    raise ValidationError(f"{words} {KNOWN}")


def _require(part: Part, name: str) -> None:
    """A document may look like nothing that is known."""
    found = recognised(part)
    if found == name or (name == TEXT and not found):
        return
    words = _("“%(name)s” is no %(wanted)s.") if not found else SEEMS
    seems = FORMATS[found].name if found else ""
    said = {"name": part.name, "wanted": FORMATS[name].name, "seems": seems}
    raise ValidationError(f"{words % said} {ALIKE}")
