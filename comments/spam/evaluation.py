"""How good the filter is on labelled texts: each is judged by what was learned from the others.

Cross-validation, in memory. The same words are always judged together, however often they were
sent: it proves nothing that a filter knows again what it has learned. Pure.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

from comments.spam.scoring import ENOUGH, NEUTRAL, Counts, score
from comments.spam.words import features, folded

# What moderators and authors may be asked to bear: one honest comment in two hundred.
FALSE_POSITIVES = 0.005
# With fewer, none of them flagged proves nothing: 3 / n is the rule of thumb for 95 %.
HAM_TO_PROVE_IT = int(3 / FALSE_POSITIVES)
# Thresholds are proposed in ten-thousandths.
FINEST = 10_000
# Stands for every comment, as SpamWord.EVERY does in the database.
EVERY = ""


class TooFewError(ValueError):
    pass


class Example(NamedTuple):
    text: str
    is_spam: bool


class Outcome(NamedTuple):
    """How many of each kind would be flagged at a threshold, of how many."""

    threshold: float
    spam_flagged: int
    ham_flagged: int
    spam: int
    ham: int

    @property
    def precision(self) -> float:
        flagged = self.spam_flagged + self.ham_flagged
        return self.spam_flagged / flagged if flagged else 1.0

    @property
    def recall(self) -> float:
        return self.spam_flagged / self.spam

    @property
    def false_positives(self) -> float:
        return self.ham_flagged / self.ham


@dataclass(frozen=True)
class Evaluation:
    """The scores that spam and ham got."""

    spam: list[float]
    ham: list[float]

    def at(self, threshold: float) -> Outcome:
        spam, ham = (sum(score >= threshold for score in kind) for kind in (self.spam, self.ham))
        return Outcome(threshold, spam, ham, len(self.spam), len(self.ham))

    def safest(self) -> Outcome | None:
        """At the lowest threshold with at most `FALSE_POSITIVES`; None if there is none."""
        first_spared = sorted(self.ham, reverse=True)[int(FALSE_POSITIVES * len(self.ham))]
        # What nothing is known of is flagged at no threshold.
        threshold = (int(max(first_spared, NEUTRAL) * FINEST) + 1) / FINEST
        return self.at(threshold) if threshold <= 1 else None


@dataclass
class Part:
    """What a part of the examples teaches."""

    spam: Counter[str] = field(default_factory=Counter)
    ham: Counter[str] = field(default_factory=Counter)

    def learn(self, example: Example) -> None:
        (self.spam if example.is_spam else self.ham).update([EVERY, *features(example.text)])

    def count(self, word: str) -> Counts:
        return Counts(self.spam[word], self.ham[word])


def evaluate(
    examples: list[Example], folds: int, progress: Callable[[int], object] = int
) -> Evaluation:
    """Judge each example by what the other folds teach. Raises TooFewError."""
    parts = [Part() for _ in range(folds)]
    for example in examples:
        parts[_fold(example, folds)].learn(example)
        progress(1)
    others = _others(parts)
    scores: dict[bool, list[float]] = {True: [], False: []}
    for example in examples:
        scores[example.is_spam].append(others[_fold(example, folds)].score(example))
        progress(1)
    return Evaluation(scores[True], scores[False])


class _Others:
    """All parts but one. Few words are asked for, so they are summed when they are."""

    def __init__(self, parts: list[Part], own: Part) -> None:
        self.parts = [part for part in parts if part is not own]

    def score(self, example: Example) -> float:
        seen = {word: self.count(word) for word in features(example.text)}
        return score(seen, self.count(EVERY)).score

    def count(self, word: str) -> Counts:
        counts = [part.count(word) for part in self.parts]
        return Counts(sum(one.spam for one in counts), sum(one.ham for one in counts))


def _fold(example: Example, folds: int) -> int:
    return crc32(" ".join(folded(example.text).split()).encode()) % folds


def _others(parts: list[Part]) -> list[_Others]:
    others = [_Others(parts, own) for own in parts]
    least = min(min(other.count(EVERY)) for other in others)
    if least < ENOUGH:
        raise TooFewError(
            f"too few: with one fold set aside {least} of one kind are left to learn from, "
            f"{ENOUGH} are needed"
        )
    return others
