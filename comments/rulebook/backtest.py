"""What a rule would have held of the last comments, and what moderators had made of those."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from comments.models import Comment
from comments.rulebook.judging import links_in
from comments.rulebook.kinds import OF_GUESTS, Candidate, Kind, Terms, evidence
from comments.rulebook.past import Past, comments_of_the_past
from comments.rulebook.rejudging import judgements_of
from comments.rulebook.resembling import likes_of

MOST = 10_000
SAMPLES = 20
VERDICTS = ("published", "removed", "spam", "undecided")


@dataclass(frozen=True)
class Sample:
    comment: Comment
    evidence: str
    verdict: str


@dataclass(frozen=True)
class Backtest:
    """Of `total` comments `held` would have waited; `verdicts` count what became of those."""

    total: int
    held: int
    verdicts: dict[str, int]
    samples: list[Sample]

    @property
    def percent(self) -> float:
        return 100 * self.held / self.total if self.total else 0.0


def backtest(terms: Terms, article_id: int | None, most: int) -> Backtest:
    """Run a rule over the last comments, the article's own or all; at most MOST of them."""
    past = comments_of_the_past(terms, article_id, min(most, MOST))
    pairs = zip(past, _candidates(terms, past), strict=True)
    found = [(one, why) for one, candidate in pairs if (why := _held(terms, one, candidate))]
    counts = Counter(one.verdict for one, _ in found)
    return Backtest(
        total=len(past),
        held=len(found),
        verdicts={verdict: counts[verdict] for verdict in VERDICTS},
        samples=_samples(found[-SAMPLES:][::-1]),
    )


def _held(terms: Terms, one: Past, candidate: Candidate) -> str:
    if one.has_account and terms.kind in OF_GUESTS:
        return ""
    return evidence(terms, candidate)


def _candidates(terms: Terms, past: list[Past]) -> Iterator[Candidate]:
    kind = terms.kind
    likes = likes_of(past, terms.minutes) if kind == Kind.LIKENESS else {}
    judgements = judgements_of(past) if kind == Kind.SPAM else iter([])
    for one in past:
        counted = {terms.minutes: one.fact}
        yield Candidate(
            text=one.text,
            name=one.name,
            website=one.website,
            links=links_in(one.text) if kind == Kind.LINKS else 0,
            article_days=one.fact,
            published=one.fact,
            posts=counted,
            replies=counted if kind == Kind.HEAT else {},
            likes=likes.get(one.id, ()),
            spam=next(judgements, None),
            flags=one.fact,
        )


def _samples(found: list[tuple[Past, str]]) -> list[Sample]:
    ids = [one.id for one, _ in found]
    comments = Comment.objects.with_article().defer("html").in_bulk(ids)
    return [Sample(comments[one.id], why, one.verdict) for one, why in found]
