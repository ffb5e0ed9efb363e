"""What is held of somebody, as a count of it is told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from comments.dossier.counting import Counts
from comments.dossier.parts import What

CALLED: dict[str, Any] = {
    What.COMMENTS: _("comments"),
    What.EARLIER: _("earlier texts"),
    What.HOLDS: _("evidence of rules"),
    What.ADDRESSES: _("hashes of addresses"),
    What.SKETCHES: _("sketches of texts"),
    What.LESSONS: _("lessons of the spam filter"),
    What.FLAGS: _("reports that they made"),
    What.FLAGGED: _("words of reports on their comments"),
    What.APPEALS: _("words of appeals"),
    What.DECISIONS: _("reasons of decisions, and whom they were about"),
    What.NOTES: _("notes by moderators"),
    What.BANS: _("bans, which end"),
    What.IMPORTED: _("rows of imports"),
    What.PINGBACKS: _("pingbacks"),
    What.ACCOUNTS: _("accounts"),
    What.SESSIONS: _("sessions"),
    What.ADMIN_LOG: _("lines of the admin’s own log"),
}


def told(counts: Counts) -> list[tuple[Any, int]]:
    """In one order, whatever order they were stored in."""
    return [(CALLED[what], counts[what]) for what in What if what in counts]
