# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
"""Lists in the admin that stay fast with many comments: nothing is asked per row."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import Comment
from comments.moderation.wording import MARK_WORDS
from comments.persons.keys import key_of
from comments.querysets import LONGEST_NUMBER, NUMBER_ENDS, Number, number_text, numbers_of

# Counting so many rows costs some 20 ms. Who needs more pages needs a filter instead.
MOST_COUNTED = 100_000


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # takes none at run time
    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[:MOST_COUNTED].count()


class CommentList(ChangeList):
    """A page of comments, their numbers found at once."""

    def get_results(self, request: HttpRequest) -> None:
        self.queryset = self.queryset.defer("html")
        if self.query:
            self.queryset = self.queryset.select_related("parent").defer("html", "parent__html")
        super().get_results(request)
        self.result_list = list(self.result_list)
        numbers = numbers_of([comment.pk for comment in self.result_list])
        model_admin: Any = self.model_admin
        moderates = model_admin.has_moderate_permission(request)
        for comment in self.result_list:
            comment.shown_number = short_number(numbers[comment.pk])
            comment.person = key_of(comment) if moderates else ""


def number_on(comment: Any) -> str:
    return str(comment.shown_number)


def person_on(comment: Any) -> str:
    return str(comment.person)


def short_number(number: Number) -> str:
    if len(number) <= LONGEST_NUMBER or None in number:
        return number_text(number)
    return f"{number_text(number[:NUMBER_ENDS])} … {number_text(number[-NUMBER_ENDS:])}"


class ChosenFilter(admin.SimpleListFilter):
    """A filter that a link has set. It shows what was chosen, never all that could be."""

    parameter_name: str
    field: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if self.parameter_name not in self.used_parameters:
            return []
        value = str(self.used_parameters[self.parameter_name])
        try:
            label = self.label(value)
        except ValueError as error:
            raise IncorrectLookupParameters(error) from error
        return [(value, label)]

    def label(self, value: str) -> str:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset if self.value() is None else queryset.filter(**{self.field: self.value()})


class ArticleFilter(ChosenFilter):
    title = _("article")
    parameter_name = "article__id__exact"
    field = "article__id"

    def label(self, value: str) -> str:
        article = Article.objects.filter(pk=int(value)).only("title").first()
        return article.title if article else value


class ParentFilter(ChosenFilter):
    title = _("comment it answers")
    parameter_name = "parent__id__exact"
    field = "parent__id"

    def label(self, value: str) -> str:
        comment = Comment.objects.filter(pk=int(value)).only("name", "text").first()
        return str(comment) if comment else value


class AccountFilter(ChosenFilter):
    title = _("account")
    parameter_name = "author__id__exact"
    field = "author"

    def label(self, value: str) -> str:
        comment = Comment.objects.filter(author=int(value)).only("name").first()
        return comment.name if comment else value


class GuestFilter(ChosenFilter):
    title = _("guest")
    parameter_name = "guest__exact"
    field = "guest"

    def label(self, value: str) -> str:
        comment = Comment.objects.filter(guest=UUID(value)).only("name").first()
        return comment.name if comment else value


class MarkFilter(admin.SimpleListFilter):
    title = _("mark")
    parameter_name = "mark"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(column, MARK_WORDS[column]) for column in ("closed", "pinned", "picked")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(**{self.value() or "": True}) if self.value() else queryset
