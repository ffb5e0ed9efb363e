"""The admin's page that asks before a decision is undone, and undoes it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import actions, states
from comments.actions import Undone
from comments.actions.undoing import can_be_undone
from comments.answers import UNPROCESSABLE
from comments.models import Decision
from comments.moderation import summaries, wording
from comments.moderation.addresses import comment_address
from comments.moderation.base import ModerationAdmin, is_editor
from comments.moderation.forms import UndoForm
from comments.rules import EDITORIAL, MARKS, Refusal
from comments.wording import REFUSALS


@dataclass(frozen=True)
class Question:
    """What an undo would do, or why there is none."""

    effects: list[str]
    left: str
    refusal: str


def undo(model_admin: ModerationAdmin, request: HttpRequest, decision_id: int) -> HttpResponse:
    found = Decision.objects.select_related("comment", "article", "undone_by", "cause", "move")
    decision = get_object_or_404(found, pk=decision_id)
    if not may_undo(request, decision):
        raise PermissionDenied
    form = UndoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _undo(request, decision, form.cleaned_data["reason"])
        return redirect(_back(decision))
    context = model_admin.page_context(request) | {
        "title": _("Undo a decision"),
        "decision": decision,
        "label": wording.label(decision.verb, branch=decision.branch),
        "question": _question(decision),
        "form": form,
        "back": _back(decision),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "admin/comments/decision/undo.html", context, status=status)


def may_undo(request: HttpRequest, decision: Decision) -> bool:
    """What only editors do, only they undo. Who may see the log is asked elsewhere."""
    picks = {word for verb in EDITORIAL for word in MARKS[verb].words}
    closes_article = decision.comment_id is None and bool(decision.article_id)
    return is_editor(request) or not (decision.after in picks or closes_article)


def _undo(request: HttpRequest, decision: Decision, reason: str) -> None:
    try:
        undone = actions.undo(decision.pk, request.user, reason)
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
    else:
        messages.success(request, wording.with_undo(_told(undone), undone.decision.pk))


def _told(undone: Undone) -> str:
    if undone.decision.after:
        return _("It is undone.")
    words = wording.undone(undone.changed, undone.left)
    return f"{words} {_('Its number is a new one.')}" if undone.renumbered else words


def _back(decision: Decision) -> str:
    if decision.comment_id is None:
        return reverse("admin:comments_decision_changelist")
    return comment_address(decision.comment_id)


def _question(decision: Decision) -> Question:
    if hasattr(decision, "undone_by"):
        return Question([], "", str(REFUSALS[Refusal.UNDONE_ALREADY]))
    if not can_be_undone(decision):
        return Question([], "", str(REFUSALS[Refusal.NOT_UNDOABLE]))
    changed = decision.changes.aggregate(count=Count("id"))["count"]
    back = states.back_from(decision)
    left = wording.since(changed - len(back)) if changed > len(back) else ""
    refusal = str(REFUSALS[Refusal.DECIDED_SINCE]) if changed and not back else ""
    return Question(summaries.of_undo(decision, back), left, refusal)
