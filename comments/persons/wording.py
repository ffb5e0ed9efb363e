from typing import Any

from django.utils.translation import gettext_lazy as _

from comments.persons.keys import Key, Kind

# By what somebody is told from others.
CALLED: dict[Kind, Any] = {
    Kind.ACCOUNT: _("account"),
    Kind.GUEST: _("guest"),
    Kind.EMAIL: _("e-mail address"),
    Kind.NETWORK: _("network"),
    Kind.ADDRESS: _("exact address"),
}

# Enough to tell one hash from another; nobody needs to know more of it.
DIGITS = 4


def short(key: Key) -> str:
    """A name for a hash."""
    return str(key)[1 : 1 + DIGITS]
