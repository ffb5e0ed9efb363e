"""Markdown to safe HTML. Sanitised last and stored; nothing edits the result afterwards."""

import re
from collections.abc import Iterable
from html import escape

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block

URL_SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow ugc noopener"

# Quotes in quotes in lists: a reader follows five or six.
DEEPEST_BLOCK = 20

INLINE_RULES = ("newline", "escape", "backticks", "strikethrough", "emphasis", "link", "autolink")
BLOCK_RULES = ("blockquote", "fence", "list")
INLINE_TAGS = {"p", "br", "em", "strong", "s", "a", "code"}
BLOCK_TAGS = {"blockquote", "pre", "ul", "ol", "li"}


class SafeMarkdown:
    """A Markdown dialect and the tags that may come out of it.

    `rules` name markdown-it's rules beyond the plain paragraph: whatever is not named stays in
    the text as it was typed. Raw HTML and images are off in every dialect. `breaks` keeps a
    single newline as a line break.
    """

    def __init__(self, rules: Iterable[str], tags: set[str], *, breaks: bool) -> None:
        options = {"html": False, "linkify": True, "breaks": breaks}
        self._parser = MarkdownIt("zero", options | {"maxNesting": DEEPEST_BLOCK})
        self._parser.linkify = _Linkify()
        self._parser.enable([*rules, "linkify", "entity"])
        self._parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
        self._cleaner = nh3.Cleaner(
            tags=tags,
            attributes={"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}},
            url_schemes=URL_SCHEMES,
            link_rel=LINK_REL,
        )

    def html(self, text: str) -> str:
        tokens = self._parser.parse(text)
        if any(token.level >= DEEPEST_BLOCK - 1 for token in tokens):
            # The parser leaves out what is nested deeper: better plain words than none.
            return f"<p>{escape(text)}</p>\n".replace("\n", "<br>\n", text.count("\n"))
        for token in tokens:
            if token.tag == "h1":  # the page's own title is the only first-level heading
                token.tag = "h2"
        return self._cleaner.clean(self._parser.renderer.render(tokens, self._parser.options, {}))


class _Linkify(LinkifyIt):  # type: ignore[misc] # it carries no types
    """Its own look ahead takes a fifth of the time of a usual comment."""

    MAYBE = re.compile(r"[.:@/]\S")

    def pretest(self, text: str) -> bool:
        return self.MAYBE.search(text) is not None and bool(super().pretest(text))


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Numbers begin a list only after a blank line: within a paragraph people just count."""
    in_list = state.listIndent >= 0
    if silent and not in_list and state.src[state.bMarks[start] + state.tShift[start]].isdigit():
        return False
    return list_block(state, start, end, silent)


_ARTICLE = SafeMarkdown(
    [*INLINE_RULES, *BLOCK_RULES, "heading", "lheading", "hr", "table", "reference"],
    INLINE_TAGS
    | BLOCK_TAGS
    | {"h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td"},
    breaks=False,
)


def article_html(text: str) -> str:
    """The safe HTML of an article's Markdown body."""
    return _ARTICLE.html(text)
