"""A small forest, and what stands there once something in it has moved."""

import pytest

from comments import actions
from comments.actions import Refused
from tests.cast import mod

FOREST = """
    a
      b
        c
          d held
        e
      f removed
        g
    h
      i
    j
"""

WITHOUT_D = """
        1 a
          1.1 b
            1.1.1 c
            1.1.2 e
          1.2 f removed
            1.2.1 g
        2 h
          2.1 i
        3 j"""

# What goes where (to nothing: to a thread of its own), and what then stands there.
MOVES = {
    "to another thread": (
        *("b", "i"),
        """
        1 a
          1.2 f removed
            1.2.1 g
        2 h
          2.1 i
            2.1.1 b
              2.1.1.1 c
                d (held)
              2.1.1.2 e
        3 j
        """,
    ),
    "up in its thread": (
        *("c", "a"),
        """
        1 a
          1.1 b
            1.1.2 e
          1.2 f removed
            1.2.1 g
          1.3 c
            d (held)
        2 h
          2.1 i
        3 j
        """,
    ),
    "down in its thread": (
        *("b", "g"),
        """
        1 a
          1.2 f removed
            1.2.1 g
              1.2.1.1 b
                1.2.1.1.1 c
                  d (held)
                1.2.1.1.2 e
        2 h
          2.1 i
        3 j
        """,
    ),
    "to a thread of its own": (
        *("b", None),
        """
        1 a
          1.2 f removed
            1.2.1 g
        2 h
          2.1 i
        3 j
        4 b
          4.1 c
            d (held)
          4.2 e
        """,
    ),
    "a whole thread": (
        *("a", "j"),
        """
        2 h
          2.1 i
        3 j
          3.1 a
            3.1.1 b
              3.1.1.1 c
                d (held)
              3.1.1.2 e
            3.1.2 f removed
              3.1.2.1 g
        """,
    ),
    "the only reply beneath a tombstone": (
        *("g", "h"),
        """
        1 a
          1.1 b
            1.1.1 c
              d (held)
            1.1.2 e
          1.2 f (removed)
        2 h
          2.1 i
          2.2 g
        3 j
        """,
    ),
    "a tombstone with what it stands for": (
        *("f", "j"),
        """
        1 a
          1.1 b
            1.1.1 c
              d (held)
            1.1.2 e
        2 h
          2.1 i
        3 j
          3.1 f removed
            3.1.1 g
        """,
    ),
    "beneath a tombstone": (
        *("j", "f"),
        """
        1 a
          1.1 b
            1.1.1 c
              d (held)
            1.1.2 e
          1.2 f removed
            1.2.1 g
            1.2.2 j
        2 h
          2.1 i
        """,
    ),
    "what waits, without a number": (
        *("d", "j"),
        f"""{WITHOUT_D}
          d (held)
        """,
    ),
    "what waits, to a thread of its own": (
        *("d", None),
        f"""{WITHOUT_D}
        d (held)
        """,
    ),
}


def move(forest, word, target, **options):
    parent_id = None if target is None else forest[target].pk
    return actions.move(forest[word].pk, mod(), parent_id, **options)


def refused(forest, word, target, **options):
    with pytest.raises(Refused) as caught:
        move(forest, word, target, **options)
    return caught.value.refusal
