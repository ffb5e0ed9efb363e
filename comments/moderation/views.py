"""The admin's pages of our own: one comment in its context, and decisions about many."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.lookup import is_number
from comments import actions
from comments.answers import UNPROCESSABLE
from comments.models import Comment
from comments.moderation import marking, wording
from comments.moderation.addresses import comment_address
from comments.moderation.base import ModerationAdmin
from comments.moderation.batch import Batch, carry_out, plan
from comments.moderation.branch import question
from comments.moderation.detail import detail_of
from comments.moderation.forms import DecisionForm
from comments.moderation.lately import why_refused
from comments.moderation.persons.page import may_erase
from comments.moderation.queue.reasons import why_it_waits
from comments.persons.keys import key_of
from comments.rules import Refusal, Verb
from comments.seen import seen_of
from comments.wording import REFUSALS

SAMPLE = 10
CONFLICT = 409


def detail(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    comment: Comment,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = detail_of(comment)
    may_moderate = model_admin.has_moderate_permission(request)
    context = model_admin.page_context(request, comment) | {
        "title": wording.COMMENT_BY % {"name": comment.name},
        "detail": found,
        "seen": seen_of([comment.pk])[comment.pk],
        "reason_needed": Verb.REMOVE in found.verbs,
        "article_is_public": comment.article.is_public(timezone.now()),
        "form": form or DecisionForm(),
        "may_moderate": may_moderate,
        "may_erase": may_moderate and may_erase(request),
        "marks": marking.buttons(request, comment),
        "person": key_of(comment),
        "why": why_it_waits(comment.pk) if may_moderate else [],
    }
    template = "admin/comments/comment/change_form.html"
    return TemplateResponse(request, template, context, status=status)


def moderate(model_admin: ModerationAdmin, request: HttpRequest, comment_id: int) -> HttpResponse:
    """Carry out one decision and return to the comment, wherever the list was left."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return detail(model_admin, request, comment, form, UNPROCESSABLE)
        if asks := question(model_admin, request, comment, form):
            return asks
        if not _decide(request, comment, form) and form.cleaned_data["reason"]:
            comment.refresh_from_db()
            return detail(model_admin, request, comment, form, CONFLICT)
    address = comment_address(comment.pk)
    return redirect(add_preserved_filters(model_admin.page_context(request, comment), address))


def moderate_selected(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    selected: QuerySet[Comment],
    verb: Verb,
    *,
    branch: bool,
) -> HttpResponse | None:
    """Decide about the selected comments, asking first where much may change."""
    ids = _ids(request, selected)
    batch = plan(verb, ids, branch=branch)
    total = _total(request, len(batch.targets))
    if "again" in request.POST:
        # What the first part of this batch has done needs nothing more, and is no surprise.
        batch = replace(batch, idle=0)
    confirmed = "confirmed" in request.POST
    asks = verb == Verb.REMOVE or branch or _is_across(request)
    form = DecisionForm({**request.POST.dict(), "verb": verb})
    if not batch.targets:
        messages.warning(request, REFUSALS[Refusal.NOTHING_TO_DO])
        return None
    if asks and not confirmed:
        form = DecisionForm()
    elif form.is_valid():
        if not _run(request, batch, form):
            return None
        batch = plan(verb, ids, branch=branch)
    return _ask(model_admin, request, batch, form, until=max(ids), total=total)


def _decide(request: HttpRequest, comment: Comment, form: DecisionForm) -> bool:
    asked = form.cleaned_data
    verb, how = Verb(asked["verb"]), {"branch": asked["branch"], "seen": asked["seen"]}
    try:
        decision = actions.moderate(verb, comment.pk, request.user, **how, **form.said)
    except actions.Refused as refused:
        messages.warning(request, why_refused(refused))
        return False
    told = wording.done(verb, decision.changes.count())
    messages.success(request, wording.with_undo(told, decision.pk))
    return True


def _total(request: HttpRequest, left: int) -> int:
    """How many decisions were asked for at first."""
    carried = request.POST.get("total", "")
    return max(int(carried), left) if is_number(carried) else left


def _ids(request: HttpRequest, selected: QuerySet[Comment]) -> list[int]:
    """The selected comments; of "all", those that were there when the moderator was asked."""
    until = request.POST.get("until", "")
    if _is_across(request) and is_number(until):
        selected = selected.filter(pk__lte=int(until))
    return list(selected.order_by().values_list("pk", flat=True))


def _is_across(request: HttpRequest) -> bool:
    return forms.BooleanField(required=False).to_python(request.POST.get("select_across"))


def _run(request: HttpRequest, batch: Batch, form: DecisionForm) -> int:
    """Decide, say how it went and return how many decisions are left to make."""
    outcome = carry_out(batch, request.user, **form.said)
    if outcome.changed:
        messages.success(request, wording.done(batch.verb, outcome.changed))
    if outcome.idle:
        messages.warning(request, wording.idle(outcome.idle))
    if outcome.left:
        messages.warning(request, wording.left(outcome.left))
    return outcome.left


def _ask(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    batch: Batch,
    form: DecisionForm,
    *,
    until: int,
    total: int,
) -> HttpResponse:
    across = _is_across(request)
    ids = list(batch.targets)
    reached = total - len(ids) if form.is_bound and form.is_valid() else 0
    comments = Comment.objects.filter(pk__in=ids[:SAMPLE]).defer("html")
    context = model_admin.page_context(request) | {
        "title": wording.would(batch.verb, batch.affected).capitalize(),
        "batch": batch,
        "words": wording.branch(batch.affected, batch.people),
        "form": form,
        "reason_needed": batch.verb == Verb.REMOVE,
        "action": request.POST["action"],
        "sample": comments.order_by("pk"),
        "unlisted": max(len(ids) - SAMPLE, 0),
        # The query finds them all again: the page need not carry more than one.
        "carried": ids[:1] if across else ids,
        "checkbox": ACTION_CHECKBOX_NAME,
        "across": across,
        "until": until,
        "again": bool(reached),
        "total": total,
        "reached": reached,
        "back": request.get_full_path(),
    }
    template = "admin/comments/comment/moderate_selected.html"
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return TemplateResponse(request, template, context, status=status)
