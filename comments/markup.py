"""The Markdown that comments may use."""

from articles.markup import BLOCK_RULES, BLOCK_TAGS, INLINE_RULES, INLINE_TAGS, SafeMarkdown

# No headings, tables or references: in a comment "# 1" and "[note]: see below" are words.
# No indented code either, since pasted paragraphs often begin with spaces.
RULES = [*INLINE_RULES, *BLOCK_RULES, "hr"]
TAGS = INLINE_TAGS | BLOCK_TAGS | {"hr"}
_COMMENT = SafeMarkdown(RULES, TAGS, breaks=True)


def comment_html(text: str) -> str:
    """The safe HTML of a comment's Markdown; a single newline is a line break."""
    return _COMMENT.html(text)
