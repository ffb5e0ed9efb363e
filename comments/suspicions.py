"""What a moderator reads of the reasons why a comment waits."""

from django.utils.translation import gettext_lazy as _

from comments.traps import Sign

SPAM = "spam"
AKISMET = "akismet"
# A moderator lets nothing of this person through unread.
WATCHED = "watched"
# Signs of a program or of spam: hardly ever is it somebody's words that wait. People too write
# without JavaScript, and in tabs that were open for long.
DOUBTFUL = frozenset({*Sign, SPAM, AKISMET} - {Sign.NO_PROOF, Sign.LATE_PROOF, Sign.TOO_LATE})

REASONS = {
    Sign.BAIT: _("filled a field that nobody sees"),
    Sign.NO_STAMP: _("sent a form that was never shown"),
    Sign.FORGED_STAMP: _("sent a form that is not ours"),
    Sign.TOO_SOON: _("sent the form sooner than one can type"),
    Sign.TOO_LATE: _("sent the form long after it was shown"),
    Sign.NO_PROOF: _("sent no proof of work, as browsers without JavaScript and programs do"),
    Sign.FALSE_PROOF: _("sent a proof of work that is wrong"),
    Sign.LATE_PROOF: _("sent a proof of work that was out of date"),
    Sign.USED_PROOF: _("sent a proof of work that was used before"),
    SPAM: _("reads like what was marked as spam"),
    AKISMET: _("Akismet takes it for spam"),
    WATCHED: _("everything by this person is held"),
}


def reason(code: str, name: str = "") -> str:
    """In words: the rule's name; the code itself if an earlier version of the site gave it."""
    return name or str(REASONS.get(code, code))
