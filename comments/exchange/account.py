"""The account of an import: how many rows of each kind had which outcome, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from comments.exchange import happened

OUTCOMES = ("created", "updated", "unchanged", "skipped", "refused")
KINDS = {kind: f"{kind}s" for kind in ("article", "comment", "pingback", *happened.KINDS, "other")}
CHANGES = {"created", "updated"}
EXAMPLES = 5


class Beside(NamedTuple):
    """Comments that another source has brought to articles of this one."""

    source: str
    articles: int
    comments: int

    def __str__(self) -> str:
        articles = "1 article has" if self.articles == 1 else f"{self.articles:,} articles have"
        comments = "1 comment" if self.comments == 1 else f"{self.comments:,} comments"
        twice = "if they are the same, they will stand there twice"
        return f"{articles} {comments} from “{self.source}” already: {twice}"


@dataclass
class Account:
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    tombstones: int = 0
    beside: list[Beside] = field(default_factory=list)

    def count(self, kind: str, outcome: str, reason: str, place: str) -> None:
        self.outcomes[kind, outcome] += 1
        for why in filter(None, reason.split(", ")):
            said = (kind, outcome, why)
            self.reasons[said] += 1
            if len(places := self.places.setdefault(said, [])) < EXAMPLES and place:
                places.append(place)

    @property
    def changes(self) -> int:
        return sum(n for (_, outcome), n in self.outcomes.items() if outcome in CHANGES)

    @property
    def rows(self) -> int:
        return sum(self.outcomes.values())

    def lines(self) -> Iterable[str]:
        yield "".join([" " * 10, *(f"{outcome:>11}" for outcome in OUTCOMES), f"{'rows':>11}"])
        for kind, name in KINDS.items():
            counts = [self.outcomes[kind, outcome] for outcome in OUTCOMES]
            if sum(counts):
                yield f"{name:<10}" + "".join(f"{count:>11,}" for count in [*counts, sum(counts)])
        # What brings no comment doubles none.
        yield from map(str, self.beside if self.outcomes["comment", "created"] else ())
        yield from self._states()
        for (kind, outcome, why), count in sorted(self.reasons.items()):
            places = self.places.get((kind, outcome, why), [])
            shown = "; ".join(places) + ("; …" if count > len(places) > 0 else "")
            many = kind if count == 1 else KINDS[kind]
            yield f"{count:>8,} {many} {outcome}: {why}" + (f" ({shown})" if shown else "")

    def _states(self) -> Iterable[str]:
        parts = [f"{count:,} {state}" for state, count in sorted(self.states.items())]
        if self.tombstones:
            one = self.tombstones == 1
            kept = "new tombstone keeps" if one else "new tombstones keep"
            parts.append(f"{self.tombstones:,} {kept} a place")
        if parts:
            yield "comments by state: " + ", ".join(parts)
