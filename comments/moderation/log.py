# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
"""The log of all decisions: a list to read and filter, and to take along as CSV."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import Decision
from comments.moderation import cells, export, summaries, undoing, wording
from comments.moderation.addresses import undo_address
from comments.moderation.base import ModeratorsAdmin
from comments.moderation.listing import ArticleFilter
from comments.moderation.persons.wording import named

MODERATE = "comments.moderate_comment"
# Others, and rules that decided, are found by a search.
MODERATORS_LISTED = 30


class DecisionList(ChangeList):
    """A page of decisions, what each has changed found at once."""

    def get_results(self, request: HttpRequest) -> None:
        late = ("comment__html", "article__summary", "article__body", "article__body_html")
        self.queryset = self.queryset.defer(*late)
        super().get_results(request)
        self.result_list = list(self.result_list)
        found = summaries.of_decisions(self.result_list)
        for decision in self.result_list:
            decision.summary = found[decision.pk]
            decision.may_be_undone = undoing.may_undo(request, decision)


class ModeratorFilter(admin.SimpleListFilter):
    title = _("moderator")
    parameter_name = "moderator_name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        backend = "django.contrib.auth.backends.ModelBackend"
        accounts = get_user_model().objects.with_perm(MODERATE, backend=backend)
        names = set(accounts.order_by("pk").values_list("username", flat=True)[:MODERATORS_LISTED])
        if self.parameter_name in self.used_parameters:
            names.add(str(self.used_parameters[self.parameter_name]))
        return [(name, name) for name in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(moderator_name=self.value()) if self.value() else queryset


@admin.register(Decision)
class DecisionAdmin(ModeratorsAdmin):
    change_list_template = "admin/comments/decision/change_list.html"
    list_display = ["what", "undo_link", "changed", "about", "why", "by", "age"]
    list_filter = [
        "verb",
        ModeratorFilter,
        ("decided_at", admin.DateFieldListFilter),
        ArticleFilter,
    ]
    lookups = frozenset(
        {"verb__exact", "decided_at__gte", "decided_at__lt", "article__id__exact", "moderator_name"}
    )
    list_select_related = ["comment", "article", "cause", "move", "undoes", "undone_by"]
    ordering = ["-id"]
    sortable_by = []
    search_fields = ["moderator_name", "reason"]
    search_help_text = _("A moderator's name, or words of a reason.")
    fields = [
        *("decided_at", "moderator_name", "what", "about", "cause", "reason"),
        *("tells_author", "changed", "undoes", "undo_link"),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DecisionList]:
        return DecisionList

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        decision = super().get_object(request, object_id, from_field)
        if decision is not None:
            decision.summary = summaries.of_decisions([decision])[decision.pk]
            decision.may_be_undone = undoing.may_undo(request, decision)
        return decision

    def get_urls(self) -> list[URLPattern]:
        undo, log = self.moderators_view(undoing.undo), self.moderators_view(export.answer)
        own = [
            path("<int:decision_id>/undo/", undo, name="comments_decision_undo"),
            path("export/", log, name="comments_decision_export"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("by"))
    def by(self, decision: Decision) -> SafeString:
        return cells.isolated(decision.moderator_name)

    @admin.display(description=_("decided"))
    def age(self, decision: Decision) -> SafeString:
        return cells.ago(decision.decided_at)

    @admin.display(description=_("decision"))
    def what(self, decision: Decision) -> str:
        label = wording.label(decision.verb, branch=decision.branch and not decision.undoes_id)
        undone = decision.undoes
        if undone is None:
            return label
        return f"{label}: {wording.label(undone.verb, branch=undone.branch)}"

    @admin.display(description=_("changed"))
    def changed(self, decision: Any) -> SafeString:
        return format_html_join("", "<div>{}</div>", ([words] for words in decision.summary))

    @admin.display(description=_("about"))
    def about(self, decision: Decision) -> SafeString | str:
        if decision.comment:
            return cells.comment_link(decision.comment)
        if decision.article:
            return cells.article_link(decision)
        return cells.person_link(decision.person, named(decision.person))

    @admin.display(description=_("why"))
    def why(self, decision: Decision) -> SafeString:
        return cells.why(decision)

    @admin.display(description=_("undo"))
    def undo_link(self, decision: Any) -> SafeString | str:
        undone = getattr(decision, "undone_by", None)
        if undone is not None:
            return format_html("{} {}", _("undone by"), cells.isolated(undone.moderator_name))
        if not decision.may_be_undone:
            return ""
        words = '<a class="undo" href="{}">{}</a>'
        return format_html(words, undo_address(decision.pk), _("Undo…"))
