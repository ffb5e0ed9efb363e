"""What the spam filter counts in a comment, as short texts. Pure, and linear in the text's length.

A word stands for itself ("casino"), two in a row for a phrase ("free money"), two neighbouring
characters for a word where a script has no spaces. What has a colon, which no word has, was
noticed about the whole: "links:3+", "host:example.org", "name:casino".

What is counted here must be counted the same when it is unlearned: after a change to this file,
links.py or marks.py run manage.py train_spam_filter --rebuild.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from comments.spam.links import Link, part_links
from comments.spam.marks import marks_of

# Above every limit of our own; compatibility forms such as U+FDFA grow when they are folded.
LONGEST_TEXT = 20_000
# More say no more, and each is a row to be read and locked.
MOST_FEATURES = 1_000
# A longer word is a key, a picture made of letters, or noise: it does not come back.
LONGEST_WORD = 30
LINKS_COUNTED = 20

# Accents of Latin, Greek and Cyrillic. The marks of other scripts are letters of their words.
ACCENTS = dict.fromkeys(range(0x300, 0x370))
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
APOSTROPHES = dict.fromkeys(map(ord, "'\u2019`\u00b4"))
# Cyrillic and Greek letters that pass for Latin ones.
LOOKALIKES = str.maketrans("асеорхуіѕјԁһαορνκιτ", "aceopxyisjdhaopvkit")

LATIN = re.compile("[a-z]")
LOOKS_LATIN = re.compile("[\u0370-\u052f]")
STRETCHED = re.compile(r"(.)\1{2,}")
# Thai, Lao, Burmese, Khmer, Japanese, Chinese; and Korean, whose spaces part phrases.
UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f]+)"
)


def features(text: str, name: str = "", website: str = "") -> frozenset[str]:
    """What is counted of this comment: each once, however often it is there."""
    plain = folded(text)
    prose, links = part_links(plain)
    found = {
        *marks_of(text[:LONGEST_TEXT], plain, len(links)),
        *_of_links(links[:LINKS_COUNTED]),
        *_of_name(name),
        *_of_website(website),
        *_of_words(words_of(prose)),
    }
    if len(found) <= MOST_FEATURES:
        return frozenset(found)
    # A sample from all over the text: no place in it is one to hide in.
    return frozenset(sorted(found, key=lambda word: (crc32(word.encode()), word))[:MOST_FEATURES])


def folded(text: str) -> str:
    """One spelling for letters that differ only in case, accent, width or style."""
    # PostgreSQL stores no lone surrogate, but a file may hold one, and nothing encodes it.
    sound = text[:LONGEST_TEXT].encode(errors="replace").decode()
    parted = unicodedata.normalize("NFKD", sound).translate(ACCENTS | INVISIBLE)
    return unicodedata.normalize("NFC", parted[:LONGEST_TEXT]).casefold()


def words_of(plain: str, also: str = "") -> list[str]:
    """The words of a folded text in order, stretched ones shortened; letters are also `also`."""
    shortened = STRETCHED.sub(r"\1\1", plain.translate(APOSTROPHES))
    return shortened.translate(_spacing(also)).split()


def is_mixed(word: str) -> bool:
    """Whether it is written in Latin letters and in others that may pass for them."""
    return bool(LATIN.search(word) and LOOKS_LATIN.search(word))


class Spacing(dict[int, str]):
    """Puts a space in the place of what belongs to no word; looks at each character once."""

    def __init__(self, also: str) -> None:
        super().__init__((ord(char), char) for char in also)

    def __missing__(self, code: int) -> str:
        char = chr(code)
        belongs = char.isalnum() or unicodedata.category(char)[0] == "M"
        return self.setdefault(code, char if belongs else " ")


@lru_cache(maxsize=4)
def _spacing(also: str) -> Spacing:
    return Spacing(also)


def _of_words(words: list[str]) -> Iterator[str]:
    pieces = [list(_of_word(word)) for word in words]
    for found in pieces:
        yield from found
    for first, second in pairwise(pieces):
        if len(first) == len(second) == 1:
            yield f"{first[0]} {second[0]}"


def _of_word(word: str) -> Iterator[str]:
    if word.isascii():
        if len(word) <= LONGEST_WORD:
            yield word
        return
    if is_mixed(word):
        yield "trick:mixed-scripts"
        word = word.translate(LOOKALIKES)
    for place, piece in enumerate(UNSPACED.split(word)):
        # Every second piece is one that the expression found.
        if place % 2:
            yield from _bigrams(piece)
        elif 0 < len(piece) <= LONGEST_WORD:
            yield piece


def _bigrams(run: str) -> Iterable[str]:
    return [run] if len(run) == 1 else map("".join, pairwise(run))


def _pieces(kind: str, plain: str) -> Iterator[str]:
    for word in words_of(plain):
        yield from (f"{kind}:{piece}" for piece in _of_word(word))


def _of_links(links: list[Link]) -> Iterator[str]:
    for link in links:
        yield from (f"tld:{link.tld}", f"host:{link.host}", f"host:{link.site}")
        yield from _pieces("path", link.path)


def _of_name(name: str) -> Iterator[str]:
    plain = folded(name)
    if part_links(plain)[1]:
        yield "name:is-an-address"
    yield from _pieces("name", plain)


def _of_website(website: str) -> Iterator[str]:
    links = part_links(folded(website))[1]
    yield "website:yes" if links else "website:no"
    yield from _of_links(links[:1])
