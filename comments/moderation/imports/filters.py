# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
"""What an import has brought, in the lists of articles and comments."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import ImportRun, LedgerRow
from comments.moderation.base import may_import
from comments.moderation.listing import ChosenFilter


class ImportFilter(ChosenFilter):
    title = _("import")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if self.parameter_name in self.used_parameters and not may_import(request):
            raise PermissionDenied
        return super().lookups(request, model_admin)

    def label(self, value: str) -> str:
        run = ImportRun.objects.filter(pk=int(value)).only("source").first()
        return run.source if run else value

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        run = self.value()
        if run is None:
            return queryset
        lines = LedgerRow.objects.filter(run__id=run, kind=self.field)
        brought = lines.exclude(**{self.field: None}).values(self.field)
        return queryset.filter(pk__in=brought)


class ImportedArticles(ImportFilter):
    field = "article"


class ImportedComments(ImportFilter):
    field = "comment"
