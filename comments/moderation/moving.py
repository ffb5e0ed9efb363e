"""The admin's page that moves a comment with all beneath it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from comments import actions, moves
from comments.answers import UNPROCESSABLE
from comments.models import Comment
from comments.moderation import wording
from comments.moderation.addresses import comment_address
from comments.moderation.base import ModerationAdmin
from comments.moderation.counting import in_branch
from comments.moderation.forms import MoveForm
from comments.moderation.listing import short_number
from comments.querysets import numbers_of
from comments.rules import Refusal
from comments.wording import REFUSALS


@dataclass(frozen=True)
class Moving:
    """What would move, and from where."""

    number: str
    parent: Comment | None
    parent_number: str
    words: str
    has_replies: bool
    last_move: int


def move(model_admin: ModerationAdmin, request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask where to, carry it out and return to the comment, wherever the list was left."""
    found = Comment.objects.with_article().select_related("parent")
    comment = get_object_or_404(found.defer("html", "parent__html", "parent__text"), pk=comment_id)
    form = MoveForm(comment.article, request.POST if request.method == "POST" else None)
    if form.is_valid() and _moved(request, comment, form):
        context = model_admin.page_context(request)
        address = comment_address(comment.pk)
        return redirect(add_preserved_filters(context, address))
    context = model_admin.page_context(request, comment) | {
        "title": wording.MOVE_COMMENT_BY % {"name": comment.name},
        "moving": _moving(comment),
        "form": form,
    }
    template = "admin/comments/comment/move.html"
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, template, context, status=status)


def _moved(request: HttpRequest, comment: Comment, form: MoveForm) -> bool:
    """Whether it went; if not, the form says why beside what was asked for."""
    asked = form.cleaned_data
    try:
        decision = actions.move(
            comment.pk,
            request.user,
            asked["target"],
            asked["reason"],
            last_move=asked["last_move"],
        )
    except actions.Refused as refused:
        field = "alone" if asked["alone"] else "target"
        meanwhile = refused.refusal == Refusal.MOVED_MEANWHILE
        form.add_error(None if meanwhile else field, REFUSALS[refused.refusal])
        # Somebody may have moved it since it was read.
        comment.refresh_from_db()
        return False
    number = short_number(numbers_of([comment.pk])[comment.pk])
    told = wording.moved(decision.move.size, number)
    messages.success(request, wording.with_undo(told, decision.pk))
    return True


def _moving(comment: Comment) -> Moving:
    number = numbers_of([comment.pk])[comment.pk]
    size, people = in_branch(comment)
    return Moving(
        number=short_number(number),
        parent=comment.parent,
        parent_number=short_number(number[:-1]),
        words=wording.branch(size, people),
        has_replies=size > 1,
        last_move=moves.newest(comment),
    )
