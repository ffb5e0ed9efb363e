"""The form that takes files to be imported."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from comments.answers import UNPROCESSABLE, lead_to_first_error
from comments.exchange.uploads import folders, steps
from comments.exchange.uploads.receiving import MEGABYTE, ToDisk, too_large
from comments.models import Upload
from comments.moderation.base import ModerationAdmin
from comments.moderation.imports.forms import UploadForm


def add(model_admin: ModerationAdmin, request: HttpRequest) -> HttpResponse:
    """The form's token can be read only when files are: who may bring some is asked before."""
    handler = ToDisk(request)
    request.upload_handlers = [handler]
    try:
        answer: HttpResponse = csrf_protect(partial(_add, model_admin, handler=handler))(request)
    finally:
        # A form that breaks off within a file leaves that one to us.
        handler.upload_interrupted()
    return answer


def _add(model_admin: ModerationAdmin, request: HttpRequest, handler: ToDisk) -> HttpResponse:
    if request.method != "POST":
        return _page(model_admin, request, UploadForm())
    sent = request.POST, request.FILES
    form = UploadForm(*sent, fault=handler.fault)
    if not form.is_valid():
        return _page(model_admin, request, form)
    upload = _stored(request, form)
    steps.begin(upload.pk, is_dry=True)
    return redirect("admin:comments_upload", upload.pk)


def _page(model_admin: ModerationAdmin, request: HttpRequest, form: UploadForm) -> HttpResponse:
    lead_to_first_error(form)
    context = model_admin.page_context(request) | {
        "title": _("Import"),
        "form": form,
        "most": f"{settings.IMPORT_MEGABYTES:,}",
        "most_bytes": settings.IMPORT_MEGABYTES * MEGABYTE,
        "too_large": too_large(),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "admin/comments/import/add.html", context, status=status)


@transaction.atomic
def _stored(request: HttpRequest, form: UploadForm) -> Upload:
    said = dict(form.cleaned_data)
    files, chart = said.pop("file"), said.pop("map")
    upload = Upload.objects.create(
        **said,
        by_id=request.user.pk,
        by_name=request.user.get_username(),
        names=[file.name for file in files],
        map_name=chart.name if chart else "",
        size=sum(file.size for file in files),
    )
    folders.keep(upload.pk, [file.path for file in files], chart.path if chart else "")
    return upload
