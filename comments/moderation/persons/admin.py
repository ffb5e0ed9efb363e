"""The list of bans, and of persons all of whose words are held."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from comments.models import Sanction
from comments.moderation import cells
from comments.moderation.base import ModeratorsAdmin
from comments.persons.wording import CALLED


class InForceFilter(admin.SimpleListFilter):
    title = _("in force")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No: lifted or over"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        over = Q(lifted_by__isnull=False) | Q(until__lte=now())
        wanted = {"yes": ~over, "no": over}.get(self.value() or "")
        return queryset.filter(wanted) if wanted else queryset


class ToldByFilter(admin.SimpleListFilter):
    title = _("known by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.value, CALLED[kind]) for kind in CALLED]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        chosen = self.value()
        return queryset.filter(key__startswith=chosen) if chosen in CALLED else queryset


class SanctionAdmin(ModeratorsAdmin):
    list_display = ["who", "what", "told_by", "ends", "standing", "reason", "by", "age"]
    list_filter = [InForceFilter, "does", ToldByFilter]
    lookups = frozenset({"now", "does__exact", "by"})
    list_select_related = ["decision", "lifted_by"]
    ordering = ["-id"]
    sortable_by = []
    search_fields = ["name", "reason", "decision__moderator_name"]

    @admin.display(description=_("who"))
    def who(self, sanction: Sanction) -> SafeString:
        return cells.person_link(sanction.person, sanction.name or str(_("nameless")))

    @admin.display(description=_("what"))
    def what(self, sanction: Sanction) -> Any:
        return Sanction.Does(sanction.does).label

    @admin.display(description=_("known by"))
    def told_by(self, sanction: Sanction) -> str:
        return sanction.called

    @admin.display(description=_("until"))
    def ends(self, sanction: Sanction) -> Any:
        if sanction.until is None:
            return _("without an end")
        return date_format(localtime(sanction.until), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("now"))
    def standing(self, sanction: Sanction) -> Any:
        if sanction.lifted_by:
            return _("lifted by %(name)s") % {"name": sanction.lifted_by.moderator_name}
        return _("over") if sanction.is_over() else _("in force")

    @admin.display(description=_("by"))
    def by(self, sanction: Sanction) -> SafeString:
        return cells.isolated(sanction.decision.moderator_name)

    @admin.display(description=_("decided"))
    def age(self, sanction: Sanction) -> SafeString:
        return cells.ago(sanction.decision.decided_at)
