"""How likely a comment is spam, from how often its words were spam before. Pure.

Gary Robinson's method ("A Statistical Approach to the Spam Problem", Linux Journal, March 2003)
as SpamBayes uses it. Each word gets a probability, drawn towards one half the less it was seen.
Fisher's method combines the strongest of them twice: how surprising would they all be in ham,
and how surprising in spam? The score lies between the two; where both are, or neither is, it is
near one half. It is no frequency: choose a threshold by manage.py evaluate_spam_filter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

# Robinson's x and s: a word never seen counts as one half, as if it had been seen so often.
UNKNOWN = 0.5
BELIEF = 1.0
# What is nearer to one half than this says nothing.
SILENT = 0.1
# More words only say the same again.
STRONGEST = 150
SHOWN = 10
# Fewer comments of either kind than this teach nothing yet.
ENOUGH = 20
NEUTRAL = 0.5


class Counts(NamedTuple):
    """In how many comments of each kind something was seen."""

    spam: int = 0
    ham: int = 0


class Clue(NamedTuple):
    """A word, and how probably a comment with it is spam, as far as that word tells."""

    word: str
    weight: float


@dataclass(frozen=True)
class Judgement:
    """The score, from 0 (ham) to 1 (spam), and the words that led to it, the strongest first."""

    score: float
    strongest: tuple[Clue, ...] = ()


def score(seen: Mapping[str, Counts], total: Counts) -> Judgement:
    """Judge a comment by the counts of its words; `total` are the comments learned."""
    if min(total) < ENOUGH:
        return Judgement(NEUTRAL)
    clues = _strongest(Clue(word, weight(counts, total)) for word, counts in seen.items())
    return Judgement(_combined([clue.weight for clue in clues]), tuple(clues[:SHOWN]))


def weight(counts: Counts, total: Counts) -> float:
    """Robinson's f(w), as if as much ham had been learned as spam."""
    spam, ham = counts.spam / total.spam, counts.ham / total.ham
    if spam + ham == 0:
        return UNKNOWN
    sightings = counts.spam + counts.ham
    return (BELIEF * UNKNOWN + sightings * spam / (spam + ham)) / (BELIEF + sightings)


def _strongest(clues: Iterable[Clue]) -> list[Clue]:
    telling = [clue for clue in clues if abs(clue.weight - 0.5) >= SILENT]
    # By the word among equals, so that the same comment is always judged alike.
    return sorted(telling, key=lambda clue: (-abs(clue.weight - 0.5), clue.word))[:STRONGEST]


def _combined(weights: list[float]) -> float:
    if not weights:
        return NEUTRAL
    like_spam = _chance(-sum(log(weight) for weight in weights), len(weights))
    like_ham = _chance(-sum(log(1 - weight) for weight in weights), len(weights))
    return (1 + like_spam - like_ham) / 2


def _chance(half: float, pairs: int) -> float:
    """How often chance alone makes a chi-square of 2 × `half`, with 2 × `pairs` degrees."""
    term = total = exp(-half)
    for step in range(1, pairs):
        term *= half / step
        total += term
    return min(total, 1.0)
