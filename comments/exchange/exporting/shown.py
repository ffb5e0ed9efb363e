"""What of a conversation is written in formats that know less than we do."""

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext

from articles.models import Article
from comments.exchange.exporting.conversations import ArticleRow, CommentRow
from comments.exchange.exporting.scope import Scope
from comments.rules import State, is_open


def shown(scope: Scope, comments: Iterable[CommentRow]) -> Iterator[CommentRow]:
    """What readers see; or, if that was asked for, everything."""
    if scope.has_all_states:
        return iter(comments)
    return (_as_read(comment) for comment in comments if comment.visible)


def _as_read(comment: CommentRow) -> CommentRow:
    """Elsewhere there are no tombstones: a comment that says so keeps the place of its replies."""
    if comment.state == State.PUBLISHED:
        return comment
    says = _tombstone(comment)
    html = f"<p>{escape(says)}</p>\n"
    gone = comment._replace(state=State.PUBLISHED, text=says, html=html)
    return gone._replace(name="", email="", website="")


def _tombstone(comment: CommentRow) -> str:
    if comment.state == State.REMOVED and not comment.html:
        return gettext("This comment is missing.")
    says = {
        State.HELD.value: gettext("Hidden for now."),
        State.REMOVED.value: gettext("Removed by a moderator."),
        State.WITHDRAWN.value: gettext("Withdrawn by its author."),
    }
    return says.get(comment.state, gettext("Hidden by a moderator."))


def is_closed(article: ArticleRow) -> bool:
    """Whether nobody can comment now: nobody else counts the days."""
    names = ("published_at", "comments", "closes_after_days")
    said = {name: getattr(article, name) for name in names}
    return not is_open(Article(**said), timezone.now())


def address_of(scope: Scope, article: ArticleRow) -> str:
    return urljoin(scope.address, reverse("article", args=[article.slug]))
