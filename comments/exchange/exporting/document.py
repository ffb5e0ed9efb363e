"""One article as plain text, in the layout of comments/exchange/text.py."""

from collections.abc import Callable, Iterator

from comments.exchange import text
from comments.exchange.exporting.conversations import CommentRow, conversations
from comments.exchange.exporting.scope import Impossible, Scope
from comments.exchange.exporting.shown import shown
from comments.exchange.words import NAMELESS


class Said:
    """A comment as the layout has it."""

    def __init__(self, comment: CommentRow) -> None:
        self.depth = comment.level + 1
        # A heading is one line.
        self.name = " ".join(comment.name.split()) or NAMELESS
        self.text = comment.text


def pieces(scope: Scope, count: Callable[[str], object]) -> Iterator[str]:
    if len(scope.slugs) != 1:
        raise Impossible("In this layout a file is one article: name it with --article.")
    if scope.has_all_states:
        raise Impossible("This layout has no word for states: it holds what readers see.")
    for article, comments, _ in conversations(scope):
        count("article")
        yield from text.blocks(article.body, _said(scope, comments, count))


def _said(
    scope: Scope, comments: Iterator[CommentRow], count: Callable[[str], object]
) -> Iterator[Said]:
    for comment in shown(scope, comments):
        count("comment")
        yield Said(comment)
