"""What the seed makes, before it touches the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from comments.exchange.rows import OPEN, Draft
from comments.rules import State

# Discussions end a little before now: the newest comment of the demonstration is not of the future.
FULL = 0.97


@dataclass(frozen=True, slots=True)
class SeedComment:
    """In reading order; `depth` is 1 for a thread, `minutes` count from publication."""

    name: str
    text: str
    depth: int = 1
    state: State = State.PUBLISHED
    reason: str = ""
    earlier: str = ""
    minutes: float = 0


@dataclass(frozen=True)
class SeedArticle:
    slug: str
    title: str
    byline: str
    summary: str
    body: str
    published_days_ago: float | None
    comments: list[SeedComment] = field(default_factory=list)
    moderation: str = "publish"
    closes_after_days: int | None = None

    def published_at(self, now: datetime) -> datetime | None:
        if self.published_days_ago is None:
            return None
        return now - timedelta(days=self.published_days_ago)

    def drafts(self, now: datetime) -> Iterator[Draft]:
        start = self.published_at(now) or now
        for comment in self.comments:
            yield as_draft(comment, start)


def as_draft(comment: SeedComment, start: datetime) -> Draft:
    written_at = start + timedelta(minutes=comment.minutes)
    # Second thoughts, the author's or a moderator's, come within minutes.
    later = written_at + timedelta(minutes=3)
    return Draft(
        name=comment.name,
        text=comment.text,
        depth=comment.depth,
        created_at=written_at,
        state=comment.state,
        earlier=comment.earlier,
        reason=comment.reason,
        changed_at=later if comment.earlier or comment.state not in OPEN else None,
    )


def timed(comments: list[SeedComment], minutes: float, rng: Random) -> list[SeedComment]:
    """Spread over so many minutes: answers after what they answer, neighbours in order."""
    gap = minutes / (1 + sum(comment.depth == 1 for comment in comments))
    moments: list[float] = []
    # Per depth, when the newest comment there was written.
    newest: list[float] = []
    for comment in comments:
        mean = gap if comment.depth == 1 else min(gap, 90)
        before = max(newest[max(comment.depth - 2, 0) : comment.depth], default=0)
        moments.append(before + 1 + rng.expovariate(1 / mean))
        newest[comment.depth - 1 :] = [moments[-1]]
    scale = minutes * FULL / max(moments, default=1)
    return [
        replace(comment, minutes=moment * min(scale, 1))
        for comment, moment in zip(comments, moments, strict=True)
    ]
