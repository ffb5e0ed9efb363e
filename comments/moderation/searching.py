from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.identity import must_wait, person
from comments.limits import told_to_wait
from comments.models import Comment
from comments.moderation import cells
from comments.moderation.base import ModerationAdmin
from comments.querysets import CommentQuerySet
from comments.search import found
from config.rates import Deed


class LimitedSearch(ModerationAdmin):
    """Comments found by their words. Nobody may ask for one search after the other."""

    # What get_search_results looks at; without it there is no field to type in.
    search_fields = ["name", "text"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is found stands with what it answers."""
        first, *rest = self.list_display
        return [first, *(["answers"] if request.GET.get(SEARCH_VAR) else []), *rest]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple[Any, bool]:
        if not search_term:
            return queryset, False
        by_address = self.has_moderate_permission(request)
        return found(cast("CommentQuerySet", queryset), search_term, by_address=by_address), False

    @admin.display(description=gettext_lazy("answers"))
    def answers(self, comment: Comment) -> SafeString | str:
        return cells.comment_link(comment.parent) if comment.parent else ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # What was ticked in a list that was searched is decided all the same.
        searches = request.method != "POST" and request.GET.get(SEARCH_VAR)
        if searches and (seconds := must_wait(request, person(request), Deed.SEARCH)):
            return self._wait(request, seconds)
        return super().changelist_view(request, extra_context)

    def _wait(self, request: HttpRequest, seconds: int) -> HttpResponse:
        context = self.page_context(request) | {
            "title": _("Please wait a moment"),
            "seconds": seconds,
            "again": request.get_full_path(),
        }
        page = TemplateResponse(request, "admin/comments/comment/wait.html", context)
        return told_to_wait(page, seconds)
