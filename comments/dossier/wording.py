"""What is held of somebody, as a count of it is told."""

from typing import Any

from django.utils.translation import ngettext_lazy

from comments.dossier.counting import Counts
from comments.dossier.parts import What

CALLED: dict[str, Any] = {
    What.COMMENTS: ngettext_lazy("%(n)s comment", "%(n)s comments", "n"),
    What.EARLIER: ngettext_lazy("%(n)s earlier text", "%(n)s earlier texts", "n"),
    What.HOLDS: ngettext_lazy("%(n)s quote by a rule", "%(n)s quotes by rules", "n"),
    What.ADDRESSES: ngettext_lazy(
        "%(n)s scrambled network address", "%(n)s scrambled network addresses", "n"
    ),
    What.SKETCHES: ngettext_lazy("%(n)s sketch of a text", "%(n)s sketches of texts", "n"),
    What.LESSONS: ngettext_lazy(
        "%(n)s lesson of the spam filter", "%(n)s lessons of the spam filter", "n"
    ),
    What.FLAGS: ngettext_lazy("%(n)s report that they made", "%(n)s reports that they made", "n"),
    What.FLAGGED: ngettext_lazy(
        "words of %(n)s report on their comments", "words of %(n)s reports on their comments", "n"
    ),
    What.APPEALS: ngettext_lazy("words of %(n)s appeal", "words of %(n)s appeals", "n"),
    What.DECISIONS: ngettext_lazy(
        "%(n)s decision’s reason, and whom it was about",
        "%(n)s decisions’ reasons, and whom they were about",
        "n",
    ),
    What.NOTES: ngettext_lazy("%(n)s note by moderators", "%(n)s notes by moderators", "n"),
    What.BANS: ngettext_lazy("%(n)s ban, which ends", "%(n)s bans, which end", "n"),
    What.IMPORTED: ngettext_lazy(
        "%(n)s note of where it was imported from",
        "%(n)s notes of where they were imported from",
        "n",
    ),
    What.PINGBACKS: ngettext_lazy("%(n)s pingback", "%(n)s pingbacks", "n"),
    What.ACCOUNTS: ngettext_lazy("%(n)s account", "%(n)s accounts", "n"),
    What.SESSIONS: ngettext_lazy(
        "%(n)s place where they are signed in", "%(n)s places where they are signed in", "n"
    ),
    What.ADMIN_LOG: ngettext_lazy(
        "%(n)s line of the admin’s own log", "%(n)s lines of the admin’s own log", "n"
    ),
}


def told(counts: Counts) -> list[str]:
    """In one order, whatever order they were stored in."""
    return [str(CALLED[what] % {"n": counts[what]}) for what in What if what in counts]
