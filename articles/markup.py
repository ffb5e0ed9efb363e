"""Markdown to safe HTML. Sanitised last and stored; nothing edits the result afterwards."""

from collections.abc import Iterable

import nh3
from markdown_it import MarkdownIt

URL_SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow ugc noopener"

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
        options = {"html": False, "linkify": True, "breaks": breaks, "maxNesting": 20}
        self._parser = MarkdownIt("zero", options)
        self._parser.enable([*rules, "linkify", "entity"])
        self._cleaner = nh3.Cleaner(
            tags=tags,
            attributes={"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}},
            url_schemes=URL_SCHEMES,
            link_rel=LINK_REL,
        )

    def html(self, text: str) -> str:
        tokens = self._parser.parse(text)
        for token in tokens:
            if token.tag == "h1":  # the page's own title is the only first-level heading
                token.tag = "h2"
        return self._cleaner.clean(self._parser.renderer.render(tokens, self._parser.options, {}))


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
