"""Who may do what, until when, how deep. Pure: answers None for yes, or the refusal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from comments.people import Person, Written

# Long enough for second thoughts and typing errors, short enough that answers still fit.
EDIT_WINDOW = timedelta(minutes=15)

# A page of plain text; more is an article of its own.
TEXT_LENGTH = 10_000
NAME_LENGTH = 80
REASON_LENGTH = 500
NOTE_LENGTH = 2_000
EVIDENCE_LENGTH = 200

# A number grows with each level ("1.1.1…"): beyond this it says nothing to anyone.
DEEPEST_LEVEL = 1_000

# More above a conversation would push it down.
MOST_PINNED = 3


class State(StrEnum):
    PUBLISHED = "published"
    HELD = "held"
    SPAM = "spam"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"
    REMOVE = "remove"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    MOVE = "move"
    # Leave it as it is: an answer to flags and appeals.
    KEEP = "keep"
    CLOSE = "close"
    OPEN = "open"
    PIN = "pin"
    UNPIN = "unpin"
    PICK = "pick"
    UNPICK = "unpick"
    BAN = "ban"
    UNBAN = "unban"
    UNDO = "undo"


class FlagReason(StrEnum):
    ABUSE = "abuse"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    ILLEGAL = "illegal"
    OTHER = "other"


# What its author still reads when others do not.
WITHHELD = frozenset({State.HELD, State.SPAM, State.REMOVED})


class Refusal(StrEnum):
    ARTICLE_GONE = "article-gone"
    CLOSED = "closed"
    PARENT_GONE = "parent-gone"
    OTHER_ARTICLE = "other-article"
    TOO_DEEP = "too-deep"
    ALREADY_POSTED = "already-posted"
    NOT_YOURS = "not-yours"
    TOO_LATE = "too-late"
    GONE = "gone"
    EDITED_MEANWHILE = "edited-meanwhile"
    EXPIRED = "expired"
    NOTHING_TO_DO = "nothing-to-do"
    SAME_PLACE = "same-place"
    INTO_ITSELF = "into-itself"
    TARGET_GONE = "target-gone"
    TARGET_HIDDEN = "target-hidden"
    TARGET_ELSEWHERE = "target-elsewhere"
    BRANCH_TOO_DEEP = "branch-too-deep"
    MOVED_MEANWHILE = "moved-meanwhile"
    TOO_OFTEN = "too-often"
    EDITED_TOO_OFTEN = "edited-too-often"
    BRANCH_CLOSED = "branch-closed"
    PINS_FULL = "pins-full"
    UNDONE_ALREADY = "undone-already"
    DECIDED_SINCE = "decided-since"
    NOT_UNDOABLE = "not-undoable"
    BANNED = "banned"
    MODERATES = "moderates"
    DECIDED_MEANWHILE = "decided-meanwhile"
    REWRITTEN_MEANWHILE = "rewritten-meanwhile"
    ASKED_MEANWHILE = "asked-meanwhile"
    OWN = "own"
    NOTHING_TO_FLAG = "nothing-to-flag"
    FLAG_ANSWERED = "flag-answered"
    NOT_YOURS_TO_ASK = "not-yours-to-ask"
    NOTHING_TO_ASK = "nothing-to-ask"
    ASKED_ALREADY = "asked-already"
    ASKED_BEFORE = "asked-before"
    ASKED_TOO_OFTEN = "asked-too-often"


# From which states a moderator's verb leads on. A withdrawn comment is its author's decision:
# no moderator brings it back. `restore` leads to whatever the state was before.
MODERATION: dict[Verb, frozenset[State]] = {
    Verb.PUBLISH: frozenset({State.HELD, State.SPAM}),
    Verb.HOLD: frozenset({State.PUBLISHED, State.SPAM}),
    Verb.SPAM: frozenset({State.PUBLISHED, State.HELD}),
    Verb.REMOVE: frozenset({State.PUBLISHED, State.HELD, State.SPAM}),
    Verb.RESTORE: frozenset({State.REMOVED}),
}

RESULT: dict[Verb, State] = {
    Verb.PUBLISH: State.PUBLISHED,
    Verb.HOLD: State.HELD,
    Verb.SPAM: State.SPAM,
    Verb.REMOVE: State.REMOVED,
    Verb.WITHDRAW: State.WITHDRAWN,
}


class Mark(NamedTuple):
    """What a verb makes of a comment that is no state: a column, and what the log calls it."""

    column: str
    before: str
    after: str
    is_set: bool

    @property
    def words(self) -> set[str]:
        return {self.before, self.after}


MARKS: dict[Verb, Mark] = {
    Verb.CLOSE: Mark("closed", "open", "closed", is_set=True),
    Verb.OPEN: Mark("closed", "closed", "open", is_set=False),
    Verb.PIN: Mark("pinned", "unpinned", "pinned", is_set=True),
    Verb.UNPIN: Mark("pinned", "pinned", "unpinned", is_set=False),
    Verb.PICK: Mark("picked", "unpicked", "picked", is_set=True),
    Verb.UNPICK: Mark("picked", "picked", "unpicked", is_set=False),
}
# What editors alone choose.
EDITORIAL = frozenset({Verb.PICK, Verb.UNPICK})


class Suspicion(NamedTuple):
    """Why a comment had better wait for a moderator: what found something, and what it found.

    If that was a rule, `rule` is its id and `name` what people read as the reason.
    """

    code: str
    evidence: str = ""
    rule: int | None = None
    name: str = ""


class Discussed(Protocol):
    """What the rules ask of an article."""

    comments: str
    moderation: str

    def is_public(self, now: datetime) -> bool: ...

    def comments_close_at(self) -> datetime | None: ...


class Node(Written, Protocol):
    """What the rules ask of a comment."""

    @property
    def state(self) -> str: ...

    @property
    def level(self) -> int: ...

    @property
    def created_at(self) -> datetime: ...


class Place(Node, Protocol):
    """A comment, and whether all readers see where it stands."""

    @property
    def visible(self) -> bool: ...


class Standing(Protocol):
    """A comment's place in its tree."""

    id: int
    article_id: int
    parent_id: int | None
    tree_id: int
    lft: int
    rght: int
    level: int
    visible: bool


def is_open(article: Discussed, now: datetime) -> bool:
    closes_at = article.comments_close_at()
    return article.comments == "open" and (closes_at is None or now < closes_at)


def may_post(article: Discussed, now: datetime) -> Refusal | None:
    if not article.is_public(now):
        return Refusal.ARTICLE_GONE
    return None if is_open(article, now) else Refusal.CLOSED


def may_reply(
    article: Discussed, parent: Node, now: datetime, *, is_closed: bool = False
) -> Refusal | None:
    """`is_closed`: whether the parent, or a comment above it, is closed to replies."""
    if parent.state != State.PUBLISHED:
        return Refusal.PARENT_GONE
    if is_closed:
        return Refusal.BRANCH_CLOSED
    if parent.level >= DEEPEST_LEVEL:
        return Refusal.TOO_DEEP
    return may_post(article, now)


def first_state(article: Discussed, suspicions: Sequence[Suspicion] = ()) -> State:
    return State.HELD if suspicions or article.moderation == "hold" else State.PUBLISHED


def may_see(comment: Place, person: Person) -> bool:
    """Its place or its words: what is visible to all, and one's own that is withheld."""
    return comment.visible or (comment.state in WITHHELD and person.wrote(comment))


def may_edit(comment: Node, person: Person, now: datetime) -> Refusal | None:
    if refusal := may_withdraw(comment, person):
        return refusal
    return None if now < comment.created_at + EDIT_WINDOW else Refusal.TOO_LATE


def may_withdraw(comment: Node, person: Person) -> Refusal | None:
    if not person.wrote(comment):
        return Refusal.NOT_YOURS
    return None if comment.state in {State.PUBLISHED, State.HELD} else Refusal.GONE


def may_flag(comment: Node, person: Person) -> Refusal | None:
    if person.wrote(comment):
        return Refusal.OWN
    return None if comment.state == State.PUBLISHED else Refusal.NOTHING_TO_FLAG


def may_appeal(comment: Node, person: Person, *, answered: bool) -> Refusal | None:
    """`answered`: a moderator has looked again already, at what put it where it is."""
    if not person.wrote(comment):
        return Refusal.NOT_YOURS_TO_ASK
    if comment.state not in WITHHELD:
        return Refusal.NOTHING_TO_ASK
    return Refusal.ASKED_BEFORE if answered else None


def may_move(comment: Standing, target: Standing | None, height: int) -> Refusal | None:
    """Whether a moderator may move a branch beneath `target`; None: to a thread of its own.

    `height` is how many levels the branch has beneath its first comment. Any state may be moved,
    but only to where readers see it stand: else a place would come up that was never shown.
    """
    if comment.parent_id == (target and target.id):
        return Refusal.SAME_PLACE
    if target is None:
        return None
    if target.article_id != comment.article_id:
        return Refusal.TARGET_ELSEWHERE
    if target.tree_id == comment.tree_id and comment.lft <= target.lft < comment.rght:
        return Refusal.INTO_ITSELF
    if target.level + 1 + height > DEEPEST_LEVEL:
        return Refusal.BRANCH_TOO_DEEP
    return None if target.visible else Refusal.TARGET_HIDDEN


def may_return(comment: Standing, target: Standing | None, height: int) -> Refusal | None:
    """The same when a move is undone: readers have seen that place before."""
    refusal = may_move(comment, target, height)
    return None if refusal == Refusal.TARGET_HIDDEN else refusal


def may_mark(verb: Verb, comment: Node) -> Refusal | None:
    """Only what readers can read is shown to them above all else; anything can be taken down."""
    shows = verb in {Verb.PIN, Verb.PICK}
    return Refusal.NOTHING_TO_DO if shows and comment.state != State.PUBLISHED else None


def verbs_for(state: str) -> list[Verb]:
    """What a moderator may do to a comment in this state, in the order of the buttons."""
    return [verb for verb, sources in MODERATION.items() if state in sources]
