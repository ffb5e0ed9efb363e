"""Addresses in a folded text, with "http" or without. Pure."""

import re
from typing import NamedTuple

# Endings that make an address of two words with a dot between; with others, only the space
# behind a full stop may be missing.
BARE = (
    "app biz by cc club cn co com de eu fr gl info io ly mobi net nl online org pl ru shop site "
    "store su tk tv ua uk vip website win xyz рф"
)
BARE_TLDS = frozenset(BARE.split())

# No text makes these slow: a match starts only where a word does, and each count ends.
LINK = re.compile(
    r"(?<![\w-])(?P<scheme>https?://|(?=www\.))?"
    r"(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"""(?P<path>[/?#:][^\s<>"'()\[\]]{0,2000})?"""
)
# As in: example . com, example[.]com, example dot com.
HIDDEN_DOT = re.compile(
    r"(?:\s{1,2}\.\s{0,2}|\.\s{1,2}|\s?[\[(](?:\.|dot)[\])]\s?|\sdot\s)(?=(?:com|net|org|ru)\b)"
)


class Link(NamedTuple):
    host: str
    path: str

    @property
    def tld(self) -> str:
        return self.host.rpartition(".")[2]

    @property
    def site(self) -> str:
        """The last two names of the host, mostly those that somebody pays for."""
        return ".".join(self.host.split(".")[-2:])


def part_links(plain: str) -> tuple[str, list[Link]]:
    """A folded text without its addresses, and those."""
    found: list[Link] = []

    def take(match: re.Match[str]) -> str:
        if not _is_link(match):
            return match[0]
        found.append(Link(match["host"].removeprefix("www."), match["path"] or ""))
        return " "

    return LINK.sub(take, HIDDEN_DOT.sub(".", plain)), found


def _is_link(match: re.Match[str]) -> bool:
    return match["scheme"] is not None or match["host"].rpartition(".")[2] in BARE_TLDS
