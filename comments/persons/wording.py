from typing import Any

from django.utils.translation import gettext_lazy as _

from comments.persons.keys import Kind

# By what somebody is told from others.
CALLED: dict[Kind, Any] = {
    Kind.ACCOUNT: _("account"),
    Kind.GUEST: _("guest"),
    Kind.EMAIL: _("e-mail address"),
    Kind.NETWORK: _("network"),
    Kind.ADDRESS: _("exact address"),
}
