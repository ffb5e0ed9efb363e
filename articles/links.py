"""Addresses that were typed without any marks become links, in a time that grows with the text.

markdown-it's own rule looks at all that was read before, and linkify-it for the end of a bracket to
the end of its word, for each address: both are held to what an address can be.
"""

import re
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# No browser's or server's address is longer.
LONGEST = 2_000

WORD = re.compile(rf"\S{{1,{LONGEST + 1}}}")
SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
# The longest scheme, and the sign before it.
BEFORE = 6


def link_addresses(parser: MarkdownIt) -> None:
    """Let a parser make links of addresses."""
    parser.linkify = _Linkify().add("ftp:", None)
    parser.enable("linkify")
    parser.inline.ruler.at("linkify", _address)


class _Linkify(LinkifyIt):  # type: ignore[misc] # it carries no types
    """Its own look ahead takes a fifth of the time of a usual comment."""

    MAYBE = re.compile(r"[.:@/]\S")

    def pretest(self, text: str) -> bool:
        if self.MAYBE.search(text) is None or not super().pretest(text):
            return False
        return len(text) <= LONGEST or max(map(len, text.split())) <= LONGEST


def _address(state: StateInline, silent: bool) -> bool:
    """One with its scheme, before an underscore in it can be taken for emphasis."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME.search(state.pending[-BEFORE:])
    url = _url_at(state, len(scheme[1])) if scheme else ""
    if not scheme or not url:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        _push(state, url)
    state.pos += len(url) - len(scheme[1])
    return True


def _url_at(state: StateInline, before: int) -> str:
    """The address whose scheme was read last; empty if it is none that may be followed."""
    word = WORD.match(state.src, state.pos - before)
    if word is None or len(word[0]) > LONGEST:
        return ""
    linkify: Any = state.md.linkify
    found = linkify.match_at_start(word[0])
    # A star at its end belongs to the emphasis around it.
    url: str = found.url.rstrip("*") if found else ""
    return url if state.md.validateLink(state.md.normalizeLink(url)) else ""


def _push(state: StateInline, url: str) -> None:
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": state.md.normalizeLink(url)}
    state.push("text", "", 0).content = state.md.normalizeLinkText(url)
    state.push("link_close", "a", -1)
