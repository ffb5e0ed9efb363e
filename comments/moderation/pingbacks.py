"""The list of other sites' links to articles, which readers are not shown."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.models import Pingback
from comments.moderation import cells
from comments.moderation.base import ModeratorsAdmin


@admin.register(Pingback)
class PingbackAdmin(ModeratorsAdmin):
    list_display = ["excerpt", "who", "website", "article", "state", "age"]
    list_filter = ["state"]
    lookups = frozenset({"state__exact"})
    list_select_related = ["article"]
    search_fields = ["name", "website", "text"]
    ordering = ["-id"]
    sortable_by = []
    fields = ["who", "website", "article", "state", "created_at", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pingback]:
        found: QuerySet[Pingback] = super().get_queryset(request)
        return found.defer("article__body", "article__body_html")

    @admin.display(description=_("text"))
    def excerpt(self, pingback: Pingback) -> SafeString:
        text = Truncator(pingback.text).chars(cells.EXCERPT_LENGTH)
        return format_html('<span class="excerpt" dir="auto">{}</span>', text)

    @admin.display(description=_("name"))
    def who(self, pingback: Pingback) -> SafeString:
        return cells.isolated(pingback.name)

    @admin.display(description=_("written"))
    def age(self, pingback: Pingback) -> SafeString:
        return cells.ago(pingback.created_at)
