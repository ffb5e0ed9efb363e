"""The pages of an import that has stored something: what came in, and how to take it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.answers import UNPROCESSABLE
from comments.exchange import undoing
from comments.exchange.apart import is_under_way
from comments.exchange.records import SourceError
from comments.exchange.uploads import runs, steps
from comments.models import ImportRun, LedgerRow, Upload
from comments.models.uploads import WORKING
from comments.moderation import cells
from comments.moderation.base import ModerationAdmin
from comments.moderation.imports import report, wording
from comments.moderation.imports.hanging import written_since


def run(model_admin: ModerationAdmin, request: HttpRequest, run_id: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=run_id)
    # It keeps for some weeks who imported it, and how.
    upload = Upload.objects.filter(run=found).first()
    context = model_admin.page_context(request) | {
        "title": found.source,
        "run": found,
        "format": wording.format_name(found.format),
        "report": report.read(found.report) if found.report else None,
        "upload": upload,
        "chosen": wording.chosen(upload) if upload else [],
        "lists": _lists(request, found),
        **_unfinished(found),
    }
    return TemplateResponse(request, "admin/comments/import/run.html", context)


def _lists(request: HttpRequest, found: ImportRun) -> list[tuple[str, str]]:
    """Where what it brought is found, for who may look at that."""
    lines = LedgerRow.objects.filter(run=found)
    shown = [
        (
            "articles_article",
            lines.exclude(article=None),
            "articles.view_article",
            _("Its articles"),
        ),
        (
            "comments_comment",
            lines.exclude(comment=None),
            "comments.view_comment",
            _("Its comments"),
        ),
    ]
    return [
        (f"{reverse(f'admin:{name}_changelist')}?import={found.pk}", words)
        for name, brought, right, words in shown
        if request.user.has_perm(right) and brought.exists()
    ]


def _unfinished(found: ImportRun) -> dict[str, Any]:
    """Where it can be gone on with, unless that happens just now."""
    is_open = found.finished_at is None and found.undone_at is None
    going_on = runs.going_on_with(found)
    is_at_work = is_open and going_on is None and is_under_way(found.source)
    is_alone = is_open and going_on is None and not is_at_work
    return {"going_on": going_on, "is_at_work": is_at_work, "is_alone": is_alone}


def undo(model_admin: ModerationAdmin, request: HttpRequest, run_id: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=run_id)
    act = undoing.undo if request.method == "POST" else undoing.look
    refusal, effects = _tried(act, found)
    if request.method == "POST" and not refusal:
        messages.success(request, _("Taken back: %(what)s.") % {"what": ", ".join(effects)})
        return redirect("admin:comments_importrun_change", run_id)
    context = model_admin.page_context(request) | {
        "title": _("Undo an import"),
        "run": found,
        "refusal": refusal,
        "written_since": _hanging(found) if refusal else [],
        "later": _later(found) if refusal else None,
        "effects": effects,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return TemplateResponse(request, "admin/comments/import/undo.html", context, status=status)


def _hanging(found: ImportRun) -> list[SafeString]:
    return [] if found.undone_at else [cells.comment_link(each) for each in written_since(found)]


def _later(found: ImportRun) -> ImportRun | None:
    """One that has to be undone before it."""
    return None if found.undone_at else undoing.later_than(found)


def _too_early(found: ImportRun) -> str:
    if found.undone_at:
        return _("It is undone already.")
    if any(each.step in WORKING and not steps.is_dead(each) for each in runs.of_the_source(found)):
        return _("It is still being imported. Stop it first.")
    return ""


def _tried(act: Callable[[str, int], dict[str, int]], found: ImportRun) -> tuple[str, list[str]]:
    """Why it stays, or what is or would be taken back."""
    if refusal := _too_early(found):
        return refusal, []
    try:
        return "", wording.counted(act(found.source, found.pk))
    except (undoing.UndoRefused, SourceError) as refused:
        return _sentence(str(refused)), []


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
