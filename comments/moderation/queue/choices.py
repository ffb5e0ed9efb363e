"""What a moderator may decide about something that waits, by the comment's state."""

from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.moderation import wording
from comments.rules import State, Verb


class Way(StrEnum):
    """Which way a decision goes, whatever that means for a comment in its state."""

    STANDS = "stands"
    REMOVE = "remove"
    SPAM = "spam"


class Choice(NamedTuple):
    key: str
    way: Way
    verb: Verb
    label: Any

    @property
    def needs_reason(self) -> bool:
        return self.verb == Verb.REMOVE


PUBLISH = Choice("p", Way.STANDS, Verb.PUBLISH, wording.BUTTONS[Verb.PUBLISH])
REMOVE = Choice("r", Way.REMOVE, Verb.REMOVE, wording.BUTTONS[Verb.REMOVE])
SPAM = Choice("s", Way.SPAM, Verb.SPAM, wording.BUTTONS[Verb.SPAM])

# An appeal may be about what is removed or spam: it is answered by leaving it so, too.
CHOICES: dict[State, tuple[Choice, ...]] = {
    State.HELD: (PUBLISH, REMOVE, SPAM),
    State.PUBLISHED: (Choice("p", Way.STANDS, Verb.KEEP, wording.BUTTONS[Verb.KEEP]), REMOVE, SPAM),
    State.SPAM: (PUBLISH, REMOVE, Choice("s", Way.SPAM, Verb.KEEP, _("Still spam"))),
    State.REMOVED: (
        Choice("p", Way.STANDS, Verb.RESTORE, wording.BUTTONS[Verb.RESTORE]),
        Choice("r", Way.REMOVE, Verb.KEEP, _("Leave removed")),
    ),
}

WAYS: dict[Way, Any] = {
    Way.STANDS: _("Publish or keep"),
    Way.REMOVE: wording.BUTTONS[Verb.REMOVE],
    Way.SPAM: wording.BUTTONS[Verb.SPAM],
}


def choices_for(state: str) -> tuple[Choice, ...]:
    return CHOICES.get(State(state), ())


def verb_for(way: Way, state: str) -> Verb | None:
    return next((choice.verb for choice in choices_for(state) if choice.way == way), None)


def would(way: Way, count: int) -> str:
    if way != Way.STANDS:
        return wording.would(Verb(way), count)
    return ngettext("publish or keep %d comment", "publish or keep %d comments", count) % count


def done(way: Way, count: int) -> str:
    if way != Way.STANDS:
        return wording.done(Verb(way), count)
    return (
        ngettext("%d comment published or kept.", "%d comments published or kept.", count) % count
    )
