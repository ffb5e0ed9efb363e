"""The rules that hold under an article, and what they must be told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from comments.rulebook.kinds import Candidate, Kind, Terms, evidence
from comments.rules import EVIDENCE_LENGTH, Suspicion


@dataclass(frozen=True)
class Standing:
    """A rule as it is kept; `own` if it is one article's."""

    id: int
    name: str
    terms: Terms
    own: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class Needs:
    """What must be asked of the database so that rules can be applied.

    `posts` and `replies` pair minutes with a count that is enough to know.
    """

    published: int = 0
    posts: tuple[tuple[int, int], ...] = ()
    replies: tuple[tuple[int, int], ...] = ()
    like_minutes: int = 0
    spam: bool = False


@dataclass(frozen=True)
class Book:
    """The rules under one article. `edition` tells them from what they were before."""

    edition: str = ""
    rules: tuple[Standing, ...] = ()

    @classmethod
    def of(cls, edition: str, all_rules: Iterable[Standing]) -> Self:
        """An article's own rules of a kind, even switched off, stand instead of the site's."""
        every = list(all_rules)
        own = {rule.terms.kind for rule in every if rule.own}
        meant = (rule for rule in every if rule.own or rule.terms.kind not in own)
        return cls(edition, tuple(rule for rule in meant if rule.enabled))

    def only(self, kinds: Iterable[Kind]) -> "Book":
        wanted = set(kinds)
        chosen = tuple(rule for rule in self.rules if rule.terms.kind in wanted)
        return Book(self.edition, chosen)

    @cached_property
    def needs(self) -> Needs:
        return Needs(
            published=max((terms.number for terms in self._terms(Kind.FIRST)), default=0),
            posts=_windows(self._terms(Kind.SPEED)),
            replies=_windows(self._terms(Kind.HEAT)),
            like_minutes=max((terms.minutes for terms in self._terms(Kind.LIKENESS)), default=0),
            spam=bool(self._terms(Kind.SPAM)),
        )

    def suspicions(self, found: Candidate) -> list[Suspicion]:
        said = ((rule, evidence(rule.terms, found)) for rule in self.rules)
        return [suspicion(rule, why) for rule, why in said if why]

    def _terms(self, kind: Kind) -> list[Terms]:
        return [rule.terms for rule in self.rules if rule.terms.kind == kind]


def suspicion(rule: Standing, why: str) -> Suspicion:
    return Suspicion(rule.terms.kind, why[:EVIDENCE_LENGTH], rule.id, rule.name)


def _windows(rules: Sequence[Terms]) -> tuple[tuple[int, int], ...]:
    longest: dict[int, int] = {}
    for terms in rules:
        longest[terms.minutes] = max(terms.number, longest.get(terms.minutes, 0))
    return tuple(sorted(longest.items()))
