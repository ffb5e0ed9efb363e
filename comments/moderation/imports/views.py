"""The pages of an upload, while something is to be done with it, and of a finished import."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.answers import UNPROCESSABLE, wants_pieces
from comments.exchange import undoing
from comments.exchange.records import SourceError
from comments.exchange.uploads import steps
from comments.models import ImportRun, Step, Upload
from comments.models.uploads import WORKING
from comments.moderation.base import ModerationAdmin
from comments.moderation.imports import report, wording

LIST = "admin:comments_importrun_changelist"


def upload(model_admin: ModerationAdmin, request: HttpRequest, upload_id: int) -> HttpResponse:
    if request.method == "POST":
        return _act(request, upload_id)
    found = get_object_or_404(Upload, pk=upload_id)
    if found.run_id and not wants_pieces(request):
        messages.success(request, _("The import is finished."))
        return redirect("admin:comments_importrun_change", found.run_id)
    context = _context(found)
    if wants_pieces(request):
        return TemplateResponse(request, "admin/comments/import/_progress.html", context)
    context |= model_admin.page_context(request) | {"choices": wording.choices(found)}
    return TemplateResponse(request, "admin/comments/import/upload.html", context)


def _context(found: Upload) -> dict[str, object]:
    is_dead = steps.is_dead(found)
    return {
        "title": _("Broken off") if is_dead else wording.TITLES[Step(found.step)],
        "upload": found,
        "works": found.step in WORKING and not is_dead,
        "is_dead": is_dead,
        "goes_on": is_dead or found.step in {Step.STOPPED, Step.FAILED},
        "stage": wording.stage(found),
        "told": wording.told(found),
        "report": report.read(found.report) if _says_so(found) else None,
    }


def _says_so(found: Upload) -> bool:
    """What a dry run foretold is not what an import has stored until then."""
    return bool(found.report) and (found.is_dry or found.step == Step.DONE)


def _act(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Twice the same is once: what is begun, stopped or gone already is only shown."""
    if request.POST.get("do") in {"try", "import"} and _lends_power(request, upload_id):
        messages.error(request, _("An administrator has brought this: one has to import it."))
        return redirect("admin:comments_upload", upload_id)
    match request.POST.get("do"):
        case "try":
            steps.begin(upload_id, is_dry=True)
        case "import":
            steps.begin(upload_id, is_dry=False)
        case "stop":
            steps.ask_to_stop(upload_id)
        case "discard" if steps.discard(upload_id):
            messages.success(request, _("The uploaded files are deleted."))
            return redirect(LIST)
    return redirect("admin:comments_upload", upload_id)


def _lends_power(request: HttpRequest, upload_id: int) -> bool:
    """It would be carried out with the rights of who brought it: comments/exchange/trust.py."""
    theirs = Upload.objects.filter(pk=upload_id, by__is_superuser=True)
    return not request.user.is_superuser and theirs.exists()


def run(model_admin: ModerationAdmin, request: HttpRequest, run_id: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=run_id)
    context = model_admin.page_context(request) | {
        "title": found.source,
        "run": found,
        "format": wording.format_name(found.format),
        "report": report.read(found.report) if found.report else None,
        "at_work": at_work_on(found),
    }
    return TemplateResponse(request, "admin/comments/import/run.html", context)


def at_work_on(found: ImportRun) -> "QuerySet[Upload]":
    """Uploads that would go on with it, had it been stopped."""
    same = Upload.objects.filter(source=found.source, is_dry=False).exclude(step=Step.DONE)
    return same if found.finished_at is None else same.none()


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
        "effects": effects,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return TemplateResponse(request, "admin/comments/import/undo.html", context, status=status)


def _too_early(found: ImportRun) -> str:
    if found.undone_at:
        return _("It is undone already.")
    if any(each.step in WORKING and not steps.is_dead(each) for each in at_work_on(found)):
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
