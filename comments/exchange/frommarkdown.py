"""Markdown as programs elsewhere read it, to ours: pictures are links, and tags may mean HTML.

What holds neither is stored as it was typed. The rest is read as it was there, and its HTML becomes
our Markdown as any other does. Pure; needs no Django.
"""

import re
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.markup import DEEPEST_BLOCK
from comments.exchange.fromhtml import markdown_of
from comments.markup import RULES

PERHAPS = re.compile(r"!\[|<[A-Za-z/!]")
FOREIGN = {"image", "html_inline", "html_block"}


def _parser(*more: str, html: bool) -> MarkdownIt:
    """It also knows indented code, in which tags are words."""
    options = {"html": html, "breaks": True, "maxNesting": DEEPEST_BLOCK}
    return MarkdownIt("zero", options).enable([*RULES, "entity", "code", "image", *more])


_WITH_TAGS = _parser("html_inline", "html_block", html=True)
_WITHOUT = _parser(html=False)


def ours(text: str, *, has_tags: bool) -> str:
    if not PERHAPS.search(text):
        return text
    parser = _WITH_TAGS if has_tags else _WITHOUT
    tokens = parser.parse(text)
    # What is nested deeper than that, the parser leaves out.
    is_whole = all(token.level < DEEPEST_BLOCK - 1 for token in tokens)
    if not (is_whole and _is_foreign(tokens)):
        return text
    return markdown_of(parser.renderer.render(tokens, parser.options, {}))


def _is_foreign(tokens: list[Token]) -> bool:
    within = chain.from_iterable(token.children or () for token in tokens)
    return any(token.type in FOREIGN for token in chain(tokens, within))
