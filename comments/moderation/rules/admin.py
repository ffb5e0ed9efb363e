"""The rules in the admin, for editors. What a rule would have held is shown before it is saved."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import Kind, Rule
from comments.moderation.base import EditorsAdmin
from comments.moderation.listing import ArticleFilter
from comments.moderation.rules import trying
from comments.moderation.rules.forms import RuleForm
from comments.moderation.rules.record import Record, records_of
from comments.moderation.rules.wording import WORDINGS, in_words


class RuleList(ChangeList):
    """A page of rules, what each has held counted at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        records = records_of([rule.pk for rule in self.result_list])
        for rule in self.result_list:
            rule.record = records.get(rule.pk, Record())


@admin.register(Rule)
class RuleAdmin(EditorsAdmin):
    form = RuleForm
    list_display = ["name", "says", "where", "enabled", "held", "agreed", "disagreed"]
    list_filter = ["kind", "enabled", ArticleFilter]
    lookups = frozenset({"kind__exact", "enabled__exact", "article__id__exact"})
    list_select_related = ["article"]
    sortable_by = []
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    raw_id_fields = ["article"]
    view_on_site = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RuleList]:
        return RuleList

    def get_fields(self, request: HttpRequest, obj: Rule | None = None) -> Any:
        wording = WORDINGS[_kind(request, obj)]
        used = [name for name in ("number", "minutes", "words") if getattr(wording, name)]
        return ["name", *used, "article", "enabled"]

    def get_form(
        self, request: HttpRequest, obj: Rule | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.kind = _kind(request, obj)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rule = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and rule is None:
            raise Http404
        if rule is None and "kind" not in request.GET:
            return trying.choose_kind(self, request)
        context = trying.context(_kind(request, rule)) | (extra_context or {})
        if request.method == "POST" and "_try" in request.POST:
            return trying.try_out(self, request, rule, context)
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description=_("holds"))
    def says(self, rule: Rule) -> str:
        return in_words(rule)

    @admin.display(description=_("where"))
    def where(self, rule: Rule) -> SafeString | str:
        if rule.article is None:
            return str(_("everywhere"))
        return format_html('<span dir="auto">{}</span>', rule.article.title)

    @admin.display(description=_("held in 30 days"))
    def held(self, rule: Any) -> SafeString:
        return _counted(rule.record.held, _("held in 30 days"))

    @admin.display(description=_("then removed"))
    def agreed(self, rule: Any) -> SafeString:
        return _counted(rule.record.agreed, _("then removed"))

    @admin.display(description=_("then published"))
    def disagreed(self, rule: Any) -> SafeString:
        return _counted(rule.record.disagreed, _("then published"))


def _counted(count: int, what: Any) -> SafeString:
    """A phone shows no heads of columns."""
    return format_html('{}<span class="on-phone"> {}</span>', count, what)


def _kind(request: HttpRequest, rule: Rule | None) -> str:
    """A rule keeps the kind that it was made of."""
    kind = rule.kind if rule else request.GET.get("kind", "")
    if kind not in Kind.values:
        raise Http404
    return kind
