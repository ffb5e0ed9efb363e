"""What moderators read of persons, and of what was decided about them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from comments.persons.keys import Key, Kind
from comments.persons.wording import CALLED, short

KNOWN_BY: dict[Kind, Any] = {
    Kind.ACCOUNT: _("An account, which nobody else can write as."),
    Kind.GUEST: _("A guest, known by a signed cookie: one browser, until its cookies are deleted."),
    Kind.EMAIL: _("Whoever gives this e-mail address. Nobody proves that it is theirs."),
    Kind.NETWORK: _(
        "Whoever writes from this network, which may be many: an address's first three numbers, "
        "or one subscriber's where addresses are long. Comments older than addresses' hashes are "
        "kept are missing here."
    ),
    Kind.ADDRESS: _(
        "Whoever writes from this address, which may be a household, a school or a provider. "
        "Comments older than addresses' hashes are kept are missing here."
    ),
}

BANNED = _("Banned.")
LIFTED = _("Lifted.")
HELD = _("All that this person writes from now on is held.")
NOT_HELD = _("What this person writes is held no more by itself.")
NOTED = _("Noted.")


def named(person: str) -> str:
    """What the log calls a person: their names are on their page."""
    if not person:
        return ""
    key = Key.read(person)
    return f"{CALLED[key.kind]} {key.value if key.kind == Kind.ACCOUNT else short(key)}"
