"""What the visitor has written, and what became of it."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.lookup import number_in
from articles.models import Article
from comments import identity
from comments.models import Comment
from comments.outcomes import Outcome, outcomes
from comments.overlay import own_links
from comments.own import Own
from comments.people import Person
from comments.rules import State
from comments.told import Told, told

COMMENTS_A_PAGE = 20


STATES = {
    State.PUBLISHED: _("published"),
    State.HELD: _("waiting"),
    State.SPAM: _("taken for spam"),
    State.REMOVED: _("removed"),
    State.WITHDRAWN: _("withdrawn by you"),
}


class Entry(NamedTuple):
    comment: Comment
    state: str
    told: Told
    links: SafeString
    is_shown: bool
    is_taken: bool


def yours(request: HttpRequest) -> HttpResponse:
    """One's own comments, newest first; `?before=<id>` goes on behind that one."""
    reader, before = identity.person(request), number_in(request, "before")
    found = _written_by(reader, request, before)
    shown = found[:COMMENTS_A_PAGE]
    known = outcomes([comment.pk for comment in shown])
    context = {
        "entries": [_entry(comment, known[comment.pk], reader) for comment in shown],
        "before": shown[-1].pk if len(found) > len(shown) else None,
        "is_first": before is None,
        "is_guest": reader.user_id is None,
    }
    return render(request, "comments/yours.html", context)


def _written_by(reader: Person, request: HttpRequest, before: int | None) -> list[Comment]:
    comments = Comment.objects.written_by(reader).with_article()
    comments = comments.filter(article__in=Article.objects.readable_by(request.user))
    if before is not None:
        comments = comments.filter(pk__lt=before)
    return list(comments.order_by("-pk")[: COMMENTS_A_PAGE + 1])


def _entry(comment: Comment, outcome: Outcome, reader: Person) -> Entry:
    own = Own.new(comment)
    links = own_links(own, outcome, reader, timezone.now())
    return Entry(
        comment,
        state=str(STATES[State(comment.state)]),
        told=told(outcome),
        links=mark_safe(links),  # noqa: S308 - made of links
        is_shown=comment.state != State.WITHDRAWN,
        is_taken=comment.state in {State.SPAM, State.REMOVED},
    )
