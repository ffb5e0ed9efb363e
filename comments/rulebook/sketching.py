"""How much two texts are alike, from a few numbers of each. Pure, and linear in the text.

A text is the set of its runs of three words. Its sketch are the smallest hashes of that set
(Broder, "On the resemblance and containment of documents", 1997; "bottom k"): of two texts that
share most runs, most of the smallest are the same. Texts with no more runs than a sketch has
numbers are compared exactly, longer ones with an error of some 7 points of a hundred.
"""

from collections.abc import Collection
from functools import lru_cache
from hashlib import blake2b

from comments.rulebook.plain import plain_words

RUN = 3
SIZE = 32
# A text is found by its smallest numbers: one of so few is hardly ever missing from so many of a
# like text, and fewer of them cost less to keep.
ASKED = 6
SOUGHT = 8
# "Thank you all, I have learned a lot from this" is said by many.
FEWEST_WORDS = 12

Sketch = tuple[int, ...]


# It is asked about before a comment is posted, and kept when it is.
@lru_cache(maxsize=16)
def sketch_of(text: str) -> Sketch:
    """Empty for a text that is too short to be told from others."""
    words = plain_words(unquoted(text))
    if len(words) < FEWEST_WORDS:
        return ()
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return tuple(sorted(map(_hash, runs))[:SIZE])


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """The share of runs that two texts have in common, from their sketches: 0 to 1."""
    common = {*one} & {*other}
    if not common:
        return 0.0
    smallest = sorted({*one, *other})[:SIZE]
    return len(common.intersection(smallest)) / len(smallest)


def unquoted(text: str) -> str:
    """Without what is quoted: an answer may repeat all that it answers."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) >> 1
