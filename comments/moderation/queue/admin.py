from django.contrib import admin
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from comments.models import Waiting
from comments.moderation.base import ModerationAdmin, ModeratorsAdmin
from comments.moderation.queue.asking import Asked, read_place
from comments.moderation.queue.deciding import decide
from comments.moderation.queue.many import many
from comments.moderation.queue.page import page


@admin.register(Waiting)
class WaitingAdmin(ModeratorsAdmin):
    """The queue. Its rows are neither listed nor edited: its comments are decided about."""

    class Media:
        css = {"all": ["comments/queue.css"]}
        js = [Script("comments/queue.js", defer=True)]

    def get_urls(self) -> list[URLPattern]:
        queue = self.moderators_view(page_asked_for)
        return [
            path("", queue, name="comments_queue"),
            path("", queue, name="comments_waiting_changelist"),
            path(
                "<int:comment_id>/decide/",
                self.moderators_view(decide),
                name="comments_queue_decide",
            ),
            path("many/", self.moderators_view(many), name="comments_queue_many"),
        ]


def page_asked_for(model_admin: ModerationAdmin, request: HttpRequest) -> HttpResponse:
    after = read_place(request.GET.get("after", ""))
    return page(model_admin, request, Asked.read(request.GET.dict()), after=after)
