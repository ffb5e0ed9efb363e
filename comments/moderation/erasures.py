# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
"""The list of erasures: when, by whom, how much. Whose data they were is known no more."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.dossier.wording import told
from comments.models import Erasure
from comments.moderation import cells
from comments.moderation.base import ModerationAdmin
from comments.moderation.persons.page import may_erase


@admin.register(Erasure)
class ErasureAdmin(ModerationAdmin):
    list_display = ["age", "what", "words", "by"]
    list_filter = ["words", ("erased_at", admin.DateFieldListFilter)]
    lookups = frozenset({"words__exact", "erased_at__gte", "erased_at__lt"})
    ordering = ["-id"]
    sortable_by = []
    fields = ["erased_at", "what", "words", "by"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_erase(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_erase(request)

    @admin.display(description=_("erased"))
    def age(self, erasure: Erasure) -> SafeString:
        return cells.ago(erasure.erased_at)

    @admin.display(description=_("what"))
    def what(self, erasure: Erasure) -> SafeString:
        return format_html_join("", "<div>{} {}</div>", told(erasure.counts))

    @admin.display(description=_("by"))
    def by(self, erasure: Erasure) -> SafeString:
        return cells.isolated(erasure.moderator_name or str(_("the command line")))
