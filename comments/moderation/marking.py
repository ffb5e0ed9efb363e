"""Closing a branch, pinning and picking, from a comment's page."""

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from comments import actions, rules
from comments.models import Comment
from comments.moderation import wording
from comments.moderation.addresses import comment_address
from comments.moderation.base import ModerationAdmin, is_editor
from comments.moderation.forms import MarkForm
from comments.rules import EDITORIAL, MARKS, Verb
from comments.wording import REFUSALS


def buttons(request: HttpRequest, comment: Comment) -> list[tuple[Verb, str]]:
    """What can be said of this comment now, by who asks."""
    return [
        (verb, wording.label(verb))
        for verb, mark in MARKS.items()
        if getattr(comment, mark.column) != mark.is_set
        and rules.may_mark(verb, comment) is None
        and (verb not in EDITORIAL or is_editor(request))
    ]


def mark(model_admin: ModerationAdmin, request: HttpRequest, comment_id: int) -> HttpResponse:
    """Carry it out and return to the comment, wherever the list was left."""
    comment = get_object_or_404(Comment.objects.only("pk"), pk=comment_id)
    if request.method == "POST":
        form = MarkForm(request.POST)
        if not form.is_valid():
            raise BadRequest(form.errors.as_text())
        _mark(request, comment, Verb(form.cleaned_data["verb"]), form.cleaned_data["reason"])
    address = comment_address(comment.pk)
    return redirect(add_preserved_filters(model_admin.page_context(request, comment), address))


def _mark(request: HttpRequest, comment: Comment, verb: Verb, reason: str) -> None:
    if verb in EDITORIAL and not is_editor(request):
        raise PermissionDenied
    try:
        decision = actions.mark(verb, comment.pk, request.user, reason)
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
    else:
        messages.success(request, wording.with_undo(wording.marked(verb), decision.pk))
