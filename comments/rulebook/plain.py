"""A text as bare words, in one spelling whatever tricks were played. Pure, and linear in it."""

import re
from collections.abc import Iterator

from comments.spam.words import LOOKALIKES, UNSPACED, folded, is_mixed, words_of

ANY = "*"
# Digits within a word that stand for letters ("cas1no"). A number alone stays one.
DIGITS = str.maketrans("013457", "oieast")
LETTER_AND_DIGIT = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")


def plain_words(text: str, also: str = "") -> list[str]:
    """Case, accents, width and letters that look alike make no difference.

    Where a script has no spaces, each character is a word. Letters are also those of `also`.
    """
    pieces: list[str] = []
    for word in words_of(folded(text), also):
        if word.isascii() and word.isalpha():
            pieces.append(word)
        else:
            pieces.extend(_pieces(word))
    return pieces


def _pieces(word: str) -> Iterator[str]:
    if is_mixed(word):
        word = word.translate(LOOKALIKES)
    if LETTER_AND_DIGIT.search(word):
        word = word.translate(DIGITS)
    for place, piece in enumerate(UNSPACED.split(word)):
        # Every second piece is one that the expression found.
        if place % 2:
            yield from piece
        elif piece:
            yield piece
