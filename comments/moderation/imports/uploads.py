"""The pages of an upload: what is to be done with it, how far that is, and whether to delete it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.answers import wants_pieces
from comments.exchange import undoing
from comments.exchange.uploads import runs, steps
from comments.models import Step, Upload
from comments.models.uploads import WORKING
from comments.moderation.base import ModerationAdmin
from comments.moderation.imports import cures, report, wording

LIST = "admin:comments_importrun_changelist"


def upload(model_admin: ModerationAdmin, request: HttpRequest, upload_id: int) -> HttpResponse:
    found = Upload.objects.filter(pk=upload_id).first()
    if found is None:
        return _gone(request)
    if request.method == "POST":
        return _act(request, upload_id)
    if found.run_id and not wants_pieces(request):
        messages.success(request, _("The import is finished."))
        return redirect("admin:comments_importrun_change", found.run_id)
    context = _context(found)
    if wants_pieces(request):
        return TemplateResponse(request, "admin/comments/import/_progress.html", context)
    context |= model_admin.page_context(request) | {"choices": wording.choices(found)}
    return TemplateResponse(request, "admin/comments/import/upload.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    """Another window may have deleted it; the script then asks for the page as a whole."""
    if wants_pieces(request):
        raise Http404
    messages.info(request, _("This upload was deleted."))
    return redirect(LIST)


def _context(found: Upload) -> dict[str, object]:
    is_dead = steps.is_dead(found)
    works = found.step in WORKING and not is_dead
    lacks_files = not works and found.step != Step.DONE and runs.lacks_files(found)
    can_go_on = is_dead or found.step in {Step.STOPPED, Step.FAILED}
    return {
        "title": wording.title(found),
        "upload": found,
        "works": works,
        "is_dead": is_dead,
        "begun": None if works else runs.begun_by(found),
        "lacks_files": lacks_files,
        "goes_on": can_go_on and not lacks_files and not found.is_hopeless,
        "fault": cures.without_options(found.fault),
        "cure": cures.cure(found.fault),
        "stage": wording.stage(found),
        "told": wording.told(found),
        "heard": wording.heard(found),
        "report": report.read(found.report) if _says_so(found) else None,
    }


def _says_so(found: Upload) -> bool:
    """What a dry run foretold is not what an import has stored until then."""
    return bool(found.report) and (found.is_dry or found.step == Step.DONE)


def _act(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Twice the same is once: what is begun or stopped already is only shown."""
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
    return redirect("admin:comments_upload", upload_id)


def _lends_power(request: HttpRequest, upload_id: int) -> bool:
    """It would be carried out with the rights of who brought it: comments/exchange/trust.py."""
    theirs = Upload.objects.filter(pk=upload_id, by__is_superuser=True)
    return not request.user.is_superuser and theirs.exists()


def discard(model_admin: ModerationAdmin, request: HttpRequest, upload_id: int) -> HttpResponse:
    found = Upload.objects.filter(pk=upload_id).first()
    if found is None:
        return _gone(request)
    if request.method == "POST" and steps.discard(upload_id):
        messages.success(request, _("The uploaded files are deleted."))
        return redirect(LIST)
    if found.step in WORKING and not steps.is_dead(found):
        messages.warning(request, _("It is at work. Stop it before you delete the upload."))
        return redirect("admin:comments_upload", upload_id)
    begun = runs.begun_by(found)
    context = model_admin.page_context(request) | {
        "title": _("Delete an upload"),
        "upload": found,
        "begun": begun,
        "stored": wording.counted(undoing.stored_by(begun)) if begun else [],
    }
    return TemplateResponse(request, "admin/comments/import/discard.html", context)
