"""Listed words and phrases, looked for in a text. Pure.

An entry is one word or several in a row; `*` stands for any letters of a word, or for a whole one.
All entries are looked for at once, as bits of one number that moves on with each letter (Baeza-
Yates and Gonnet, "A New Approach to Text Searching", 1992). Nothing is tried twice: the time is
that of a few operations on the number for each letter, whatever the entries and the text are.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from comments.rulebook.plain import ANY, plain_words

# At these bounds the worst list and the worst text take some 20 ms together.
MOST_ENTRIES = 1_000
LONGEST_ENTRY = 100
LONGEST_LIST = 10_000
# One letter alone would be found everywhere.
FEWEST_LETTERS = 2


class Found(NamedTuple):
    """What an entry has matched, as bare words."""

    entry: str
    words: str

    def __str__(self) -> str:
        return f"{self.words} ({self.entry})" if ANY in self.entry else self.words


class Matcher:
    """Looks for all entries of a list at once; those that mean nothing are left out."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries: list[tuple[str, int]] = []
        # The bits of each entry lie side by side: where they end, begin, and may stay.
        self._last: list[int] = []
        self._starts = self._ends = self._loops = 0
        self._letters: dict[str, int] = defaultdict(int)
        bit = 0
        for entry in entries:
            if words := entry_words(entry):
                self._starts |= 1 << bit
                bit = self._add(f" {' '.join(words)} ", bit)
                self._ends |= 1 << bit - 1
                self._last.append(bit - 1)
                self._entries.append((entry, len(words)))
        self._letters = dict(self._letters)

    def find(self, text: str) -> Found | None:
        """The first entry that the text comes to the end of."""
        return self._find(plain_words(text)) if self._entries else None

    def _add(self, pattern: str, bit: int) -> int:
        for letter in pattern:
            if letter == ANY:
                self._loops |= 1 << bit - 1
            else:
                self._letters[letter] |= 1 << bit
                bit += 1
        return bit

    def _find(self, words: Sequence[str]) -> Found | None:
        letters, loops, space = self._letters, self._loops, self._letters[" "]
        state = self._starts
        for place, word in enumerate(words):
            for letter in word:
                state = (state << 1 & letters.get(letter, 0)) | (state & loops)
                if not state:
                    break
            state = state << 1 & space
            if ended := state & self._ends:
                return self._found(ended, words[: place + 1])
            state |= self._starts
        return None

    def _found(self, ended: int, words: Sequence[str]) -> Found:
        bit = ended.bit_length() - 1
        entry, count = self._entries[bisect_left(self._last, bit)]
        return Found(entry, " ".join(words[-count:]))


def entries_of(listed: str) -> list[str]:
    """The entries of a list that was typed, one a line."""
    return [entry for line in listed.splitlines() if (entry := " ".join(line.split()))]


def entry_words(entry: str) -> list[str]:
    """What is looked for, word by word; nothing if it is too little or too much."""
    words = plain_words(entry, ANY)
    letters = sum(len(word) - word.count(ANY) for word in words)
    if not FEWEST_LETTERS <= letters <= LONGEST_ENTRY:
        return []
    return [_single(word) for word in words]


def _single(word: str) -> str:
    """Stars in a row say no more than one."""
    return "".join(ANY if letter == ANY else "".join(run) for letter, run in groupby(word))
