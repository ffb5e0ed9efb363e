"""Markdown to safe HTML. Sanitised last and stored; nothing edits the result afterwards."""

from collections.abc import Iterable
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore

from articles.links import link_addresses

URL_SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow ugc noopener"

# Quotes in quotes in lists: a reader follows five or six.
DEEPEST_BLOCK = 20

# Characters of all addresses together that references may add to an article.
LARGEST_REFERENCES = 200_000

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
        self._parser.enable([*rules, "entity"])
        link_addresses(self._parser)
        self._parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
        self._parser.core.ruler.after("block", "bounded", _bounded)
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


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Numbers begin a list only after a blank line: within a paragraph people just count."""
    in_list = state.listIndent >= 0
    if silent and not in_list and state.src[state.bMarks[start] + state.tShift[start]].isdigit():
        return False
    return list_block(state, start, end, silent)


def _bounded(state: StateCore) -> None:
    """An address that is given once may be referred to often, but not make a page of a line."""
    references = state.env.get("references", {}).values()
    longest = max((len(one["href"]) + len(one["title"]) for one in references), default=0)
    if longest * state.src.count("[") > LARGEST_REFERENCES + len(state.src):
        state.env["references"] = {}


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
