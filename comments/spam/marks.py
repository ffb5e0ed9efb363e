"""What strikes the eye in a comment, whatever its words are. Pure."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator

from comments.spam.links import HIDDEN_DOT

# Classes, each up to the next: "3+" says as much as 17.
FEW = (1, 2, 3)
LENGTHS = (1, 5, 20, 80, 300)
PERCENT = (25, 50, 75)

# Markup that this site reads, and markup that is tried at any site.
MARKUP = {
    "markup:markdown": ("](",),
    "markup:bbcode": ("[url", "[/url]", "[link"),
    "markup:html": ("<a ", "href=", "</", "&lt;"),
}

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
EXCLAMATION = re.compile("[!\u00a1]")
SIGNS = {
    "trick:hidden-dot": HIDDEN_DOT,
    "trick:spaced-letters": re.compile(r"(?<!\w)\w(?: \w){3}(?!\w)"),
    "repeated:character": re.compile(r"(\S)\1{4}"),
    "phone:yes": re.compile(r"(?<!\d)\+?\d[\d ()-]{7,20}\d"),
    "mail:yes": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"),
    "handle:yes": re.compile(r"(?<!\w)@\w"),
    "money:yes": re.compile("[$€£¥₽₹]"),
}


def marks_of(text: str, plain: str, links: int) -> Iterator[str]:
    """`plain` is the folded text, `links` how many addresses it holds."""
    yield f"links:{_class_of(links, FEW)}"
    yield f"length:{_class_of(len(plain.split()), LENGTHS)}"
    yield f"capitals:{_class_of(_percent(text, str.isupper, str.isalpha), PERCENT)}"
    yield f"exclamations:{_class_of(len(EXCLAMATION.findall(plain)), FEW)}"
    yield f"symbols:{_class_of(sum(map(_is_symbol, text)), FEW)}"
    yield from (mark for mark, sign in SIGNS.items() if sign.search(plain))
    yield from (mark for mark, tags in MARKUP.items() if any(tag in plain for tag in tags))
    if INVISIBLE.search(text):
        yield "trick:invisible"
    if _says_a_line_again(plain):
        yield "repeated:line"


def _class_of(count: int, bounds: tuple[int, ...]) -> str:
    """The highest bound that the count reaches; the last stands for all above it."""
    reached = bisect_right(bounds, count)
    lower = bounds[reached - 1] if reached else 0
    return f"{lower}+" if reached == len(bounds) else str(lower)


def _percent(text: str, wanted: Callable[[str], bool], among: Callable[[str], bool]) -> int:
    total = sum(map(among, text))
    return 100 * sum(map(wanted, text)) // total if total else 0


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) == "So"


def _says_a_line_again(plain: str) -> bool:
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return len(set(lines)) < len(lines)
