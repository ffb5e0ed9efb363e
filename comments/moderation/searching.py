from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.identity import must_wait, person
from comments.limits import told_to_wait
from comments.moderation.base import ModerationAdmin
from config.rates import Deed


class LimitedSearch(ModerationAdmin):
    """A search reads all the words there are, so nobody may ask for one after the other."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # What was ticked in a list that was searched is decided all the same.
        searches = request.method != "POST" and request.GET.get(SEARCH_VAR)
        if searches and (seconds := must_wait(request, person(request), Deed.SEARCH)):
            return self._wait(request, seconds)
        return super().changelist_view(request, extra_context)

    def _wait(self, request: HttpRequest, seconds: int) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Please wait a moment"),
            "seconds": seconds,
            "again": request.get_full_path(),
            "opts": self.opts,
        }
        page = TemplateResponse(request, "admin/comments/comment/wait.html", context)
        return told_to_wait(page, seconds)
