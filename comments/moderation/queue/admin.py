from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from comments.models import Waiting
from comments.moderation.base import ModerationAdmin
from comments.moderation.queue.asking import Asked, read_place
from comments.moderation.queue.deciding import decide
from comments.moderation.queue.many import many
from comments.moderation.queue.page import page


@admin.register(Waiting)
class WaitingAdmin(ModerationAdmin):
    """The queue. Its rows are neither listed nor edited: its comments are decided about."""

    class Media:
        css = {"all": ["comments/admin.css", "comments/queue.css"]}
        js = [Script("comments/queue.js", defer=True)]

    def get_urls(self) -> list[URLPattern]:
        queue = self.admin_site.admin_view(self.queue_view)
        decision = self.admin_site.admin_view(self.decide_view)
        many = self.admin_site.admin_view(self.many_view)
        return [
            path("", queue, name="comments_queue"),
            path("", queue, name="comments_waiting_changelist"),
            path("<int:comment_id>/decide/", decision, name="comments_queue_decide"),
            path("many/", many, name="comments_queue_many"),
        ]

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_moderate_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self._must_moderate(request)
        after = read_place(request.GET.get("after", ""))
        return page(self, request, Asked.read(request.GET.dict()), after=after)

    def decide_view(self, request: HttpRequest, comment_id: int) -> HttpResponse:
        self._must_moderate(request)
        if request.method != "POST":
            return redirect("admin:comments_queue")
        return decide(self, request, comment_id)

    def many_view(self, request: HttpRequest) -> HttpResponse:
        self._must_moderate(request)
        if request.method != "POST":
            return redirect("admin:comments_queue")
        return many(self, request)

    def _must_moderate(self, request: HttpRequest) -> None:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
