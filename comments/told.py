"""What the author of a comment is told of what became of it, in words."""

from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from comments.outcomes import Decided, Outcome
from comments.rules import State, Verb
from comments.suspicions import REASONS
from comments.times import Times

HEADLINES = {
    State.HELD: _("Waiting for a moderator. Only you can see this."),
    State.SPAM: _("A moderator took this for spam. Only you can still read it."),
    State.REMOVED: _("A moderator removed this comment. Only you can still read it."),
}
# Of what no moderator did, or nobody knows any more who.
BY_NOBODY = {
    State.SPAM: _("This was taken for spam. Only you can still read it."),
    State.REMOVED: _("This comment was removed. Only you can still read it."),
}
# What a moderator who was asked to look again has done.
ANSWERS = {
    Verb.KEEP: _("A moderator has looked again and left it as it is."),
    Verb.PUBLISH: _("A moderator has looked again and published it."),
    Verb.RESTORE: _("A moderator has looked again and brought it back."),
    Verb.REMOVE: _("A moderator has looked again and removed it."),
    Verb.SPAM: _("A moderator has looked again and took it for spam."),
}
ANSWERED = _("A moderator has looked at it again.")
# True only of what readers see again: a removed comment may have waited before, or been spam.
GIVING_BACK = {Verb.PUBLISH, Verb.RESTORE}


class Told(NamedTuple):
    """`words` are what moderators say to the author, about the comment and about the appeal."""

    headline: str
    why: str
    words: list[str]
    asked: SafeString | None
    answer: str
    answer_words: list[str]


def told(outcome: Outcome) -> Told:
    decided, answer = outcome.decided, outcome.answer
    is_same = decided is not None and answer is not None and decided.id == answer.id
    return Told(
        headline=_headline(outcome),
        why=_why(outcome) if outcome.state == State.HELD else "",
        words=_words(decided) if outcome.state != State.PUBLISHED else [],
        asked=_asked(outcome),
        answer=_answered(outcome, answer) if answer else "",
        answer_words=[] if is_same and outcome.state != State.PUBLISHED else _words(answer),
    )


def _headline(outcome: Outcome) -> str:
    state = State(outcome.state)
    by_moderator = outcome.decided is not None and outcome.decided.by_moderator
    words = HEADLINES if by_moderator else HEADLINES | BY_NOBODY
    return str(words.get(state, ""))


def _why(outcome: Outcome) -> str:
    if outcome.decided is not None and outcome.decided.by_moderator:
        return str(_("A moderator has put it back for another look."))
    if outcome.holds:
        return str(_("Why: %(reasons)s.")) % {"reasons": "; ".join(_reasons(outcome.holds))}
    return str(_("Every comment on this article waits at first.")) if outcome.all_wait else ""


def _reasons(holds: list[str]) -> list[str]:
    """Rules by their names. What tells a program from a person is told to neither."""
    reasons = [name for name in holds if name not in REASONS]
    if len(reasons) < len(holds):
        reasons.append(str(_("an automatic check was not sure about it")))
    return reasons


def _words(decided: Decided | None) -> list[str]:
    return [words for words in (decided.cause, decided.reason) if words] if decided else []


def _answered(outcome: Outcome, answer: Decided) -> str:
    verb = Verb(answer.verb)
    is_past = verb in GIVING_BACK and outcome.state != State.PUBLISHED
    return str(ANSWERED if is_past else ANSWERS.get(verb, ANSWERED))


def _asked(outcome: Outcome) -> SafeString | None:
    if outcome.asked_at is None:
        return None
    when = Times().html(int(outcome.asked_at.timestamp()))
    return mark_safe(when)  # noqa: S308 - made of numbers and names of months
