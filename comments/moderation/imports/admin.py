"""Imports in the admin, for those who may import: what came in, what is on its way."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from comments.answers import FORBIDDEN
from comments.models import ImportRun, Step, Upload
from comments.moderation import cells
from comments.moderation.base import ModerationAdmin, may_import
from comments.moderation.imports import runs, uploads, wording
from comments.moderation.imports.uploading import add

# More than anybody has under way; what is forgotten goes by itself.
UPLOADS_LISTED = 50


@admin.register(ImportRun)
class ImportAdmin(ModerationAdmin):
    change_list_template = "admin/comments/import/change_list.html"
    list_display = ["source", "format_name", "file_names", "begun", "ended"]
    list_display_links = ["source"]
    sortable_by = []
    ordering = ["-id"]

    class Media:
        css = {"all": ["comments/imports.css"]}
        js = [Script("comments/imports.js", defer=True)]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may_import(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_moderate_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """Whoever moderates may well have been sent here."""
        context = self.page_context(request) | {"title": _("Imports are not open to you")}
        return TemplateResponse(
            request, "admin/comments/import/refused.html", context, status=FORBIDDEN
        )

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, self.moderators_view(view), name=f"comments_{name}")

        return [
            page("", listed, "importrun_changelist"),
            page("add/", csrf_exempt(add), "importrun_add"),
            page("<int:run_id>/change/", runs.run, "importrun_change"),
            page("<int:run_id>/undo/", runs.undo, "importrun_undo"),
            page("upload/<int:upload_id>/", uploads.upload, "upload"),
            page("upload/<int:upload_id>/discard/", uploads.discard, "upload_discard"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        open_ones = Upload.objects.exclude(step=Step.DONE)[:UPLOADS_LISTED]
        uploads = [(each, cells.ago(each.uploaded_at), wording.state(each)) for each in open_ones]
        return super().changelist_view(request, {"uploads": uploads} | (extra_context or {}))

    @admin.display(description=_("format"))
    def format_name(self, run: ImportRun) -> str:
        return wording.format_name(run.format)

    @admin.display(description=_("files"))
    def file_names(self, run: ImportRun) -> SafeString:
        return format_html('<bdi class="files">{}</bdi>', run.files.replace("\n", ", "))

    @admin.display(description=_("started"))
    def begun(self, run: ImportRun) -> SafeString:
        words = _("started")
        return format_html('<span class="on-phone">{} </span>{}', words, cells.ago(run.started_at))

    @admin.display(description=_("ended"))
    def ended(self, run: ImportRun) -> SafeString | str:
        if run.undone_at:
            return format_html("{} {}", _("undone"), cells.ago(run.undone_at))
        if run.finished_at:
            return format_html("{} {}", _("finished"), cells.ago(run.finished_at))
        return str(_("not finished"))


def listed(model_admin: ModerationAdmin, request: HttpRequest) -> HttpResponse:
    return model_admin.changelist_view(request)
