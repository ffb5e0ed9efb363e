# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
"""The list of erasures: when, by whom, how much. Whose data they were is known no more."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.dossier.wording import told
from comments.models import Erasure
from comments.moderation import cells
from comments.moderation.base import ModerationAdmin
from comments.moderation.persons.page import may_erase


class WordsFilter(admin.SimpleListFilter):
    title = _("their words")
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Erased too")), ("no", _("Left where they were"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(words=wanted)


class DateFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.title = _("date")


@admin.register(Erasure)
class ErasureAdmin(ModerationAdmin):
    list_display = ["age", "what", "fate", "by"]
    list_filter = [WordsFilter, ("erased_at", DateFilter)]
    lookups = frozenset({"words", "erased_at__gte", "erased_at__lt"})
    ordering = ["-id"]
    sortable_by = []
    fields = ["erased_at", "what", "fate", "by"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_erase(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_erase(request)

    @admin.display(description=_("erased"))
    def age(self, erasure: Erasure) -> SafeString:
        return cells.ago(erasure.erased_at)

    @admin.display(description=_("what"))
    def what(self, erasure: Erasure) -> SafeString:
        return format_html_join("", "<div>{}</div>", ([each] for each in told(erasure.counts)))

    @admin.display(description=_("their words"))
    def fate(self, erasure: Erasure) -> Any:
        """By itself: on a phone the column has no heading."""
        return _("with their words") if erasure.words else _("their words stayed")

    @admin.display(description=_("by"))
    def by(self, erasure: Erasure) -> SafeString:
        return cells.isolated(erasure.moderator_name or str(_("the command line")))
