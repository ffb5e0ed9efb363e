"""What each kind of rule finds in a comment: facts in, evidence out, or nothing. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from comments.rulebook.matching import Matcher
from comments.spam.scoring import NEUTRAL, Judgement

MINUTES_A_DAY = 24 * 60
WORDS_TOLD = 5
# How far back a rule may look for texts that were taken away.
LONGEST_DAYS = 90


class Kind(StrEnum):
    FIRST = "first"
    LINKS = "links"
    WORDS = "words"
    AGE = "age"
    FLAGS = "flags"
    SPEED = "speed"
    HEAT = "heat"
    LIKENESS = "likeness"
    SPAM = "spam"


@dataclass(frozen=True)
class Like:
    """An earlier text: how much it is like this one, what it is now and since when, in minutes."""

    likeness: float
    state: str
    minutes: float

    @property
    def is_repeated(self) -> bool:
        """Rather than one that a moderator has taken away."""
        return self.state not in {"removed", "spam"}


@dataclass(frozen=True)
class Candidate:
    """What is known of a comment that may have to wait, as of when it was sent.

    `posts` are those of the same person within so many minutes before, `replies` those in the
    thread; both, as `published`, are counted no further than the rules ask.
    """

    text: str
    name: str = ""
    website: str = ""
    links: int = 0
    article_days: int = 0
    published: int = 0
    posts: Mapping[int, int] = field(default_factory=dict)
    replies: Mapping[int, int] = field(default_factory=dict)
    likes: Sequence[Like] = ()
    spam: Judgement | None = None
    flags: int = 0


@dataclass(frozen=True)
class Terms:
    """What a rule says: a kind, with those values that the kind uses."""

    kind: Kind
    number: int = 0
    minutes: int = 0
    words: Matcher | None = None


def evidence(terms: Terms, found: Candidate) -> str:
    """What speaks against a comment by these terms; empty if nothing does."""
    return CHECKS[terms.kind](terms, found)


def _first(terms: Terms, found: Candidate) -> str:
    if found.published >= terms.number:
        return ""
    if not found.published:
        return "first comment by this person"
    return f"{found.published} published so far; {terms.number} wanted"


def _links(terms: Terms, found: Candidate) -> str:
    return _over(found.links, terms.number, "links" if found.links > 1 else "link")


def _words(terms: Terms, found: Candidate) -> str:
    if terms.words is None:
        return ""
    parts = (found.text, found.name, found.website)
    return next((str(word) for word in map(terms.words.find, parts) if word), "")


def _age(terms: Terms, found: Candidate) -> str:
    return _over(found.article_days, terms.number, "days after the article")


def _flags(terms: Terms, found: Candidate) -> str:
    if not 0 < terms.number <= found.flags:
        return ""
    return f"flagged by {found.flags} {'people' if found.flags > 1 else 'person'}"


def _speed(terms: Terms, found: Candidate) -> str:
    posts = found.posts.get(terms.minutes, 0) + 1
    return _over(posts, terms.number, f"comments in {terms.minutes} minutes")


def _heat(terms: Terms, found: Candidate) -> str:
    replies = found.replies.get(terms.minutes, 0) + 1
    return _over(replies, terms.number, f"replies in this thread in {terms.minutes} minutes")


def _likeness(terms: Terms, found: Candidate) -> str:
    telling = [like for like in found.likes if _is_near(terms, like)]
    if not telling:
        return ""
    nearest = max(telling, key=lambda like: like.likeness)
    other = "one posted before" if nearest.is_repeated else TAKEN_AWAY[nearest.state]
    return f"{nearest.likeness:.0%} like {other}"


def _spam(terms: Terms, found: Candidate) -> str:
    if found.spam is None or found.spam.score * 100 < terms.number:
        return ""
    spammy = [clue.word for clue in found.spam.strongest if clue.weight > NEUTRAL]
    return f"{found.spam.score:.0%}: {', '.join(spammy[:WORDS_TOLD])}"


def _over(count: int, limit: int, what: str) -> str:
    return f"{count} {what}; limit {limit}" if count > limit else ""


def _is_near(terms: Terms, like: Like) -> bool:
    period = MINUTES_A_DAY if like.is_repeated else terms.minutes
    return like.likeness * 100 >= terms.number and like.minutes <= period


TAKEN_AWAY = {"removed": "one that was removed", "spam": "one marked as spam"}

CHECKS: dict[Kind, Callable[[Terms, Candidate], str]] = {
    Kind.FIRST: _first,
    Kind.LINKS: _links,
    Kind.WORDS: _words,
    Kind.AGE: _age,
    Kind.FLAGS: _flags,
    Kind.SPEED: _speed,
    Kind.HEAT: _heat,
    Kind.LIKENESS: _likeness,
    Kind.SPAM: _spam,
}
# What a person who edits could have changed; and what speaks against a program rather than
# somebody who has an account, which somebody has given them.
OF_WORDS = frozenset({Kind.LINKS, Kind.WORDS, Kind.LIKENESS, Kind.SPAM})
OF_GUESTS = frozenset({Kind.SPAM})
