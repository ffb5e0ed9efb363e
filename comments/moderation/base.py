# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import capfirst

from comments.moderation.listing import CappedPaginator

# Django asks for each word in each column; thousands of them would take many seconds.
LONGEST_SEARCH = 200


def is_editor(request: HttpRequest) -> bool:
    return request.user.has_perms(["articles.change_article", "comments.moderate_comment"])


def is_moderator(request: HttpRequest) -> bool:
    """Who may decide about what they may see."""
    return request.user.has_perms(["comments.view_comment", "comments.moderate_comment"])


def may_import(request: HttpRequest) -> bool:
    """Nobody else sees that there are imports."""
    return request.user.has_perm("comments.add_importrun")


class NarrowAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    """Its list answers what its own filters ask, and no other lookup in the address.

    Those would read columns that nobody is shown, letter by letter, and fail on many a value.
    """

    lookups: frozenset[str] = frozenset()
    list_per_page = 50
    list_max_show_all = 50

    class Media:
        css = {"all": ["comments/admin.css"]}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        # Django lets an empty `_to_field` in the address pass, and then looks for a field so named.
        return super().get_object(request, object_id, from_field or None)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        if lookup not in self.lookups:
            raise IncorrectLookupParameters
        return True

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def page_context(self, request: HttpRequest, comment: Any = None) -> dict[str, Any]:
        """What every page of our own shows around its content."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "original": comment,
            "has_view_permission": self.has_view_permission(request),
            "preserved_filters": self.get_preserved_filters(request),
        }


class ModerationAdmin(NarrowAdmin):
    """For rows that only comments.actions writes: nobody adds, changes or deletes them here."""

    paginator = CappedPaginator
    show_full_result_count = False
    # Counting what each filter would find costs as much as all of them together.
    show_facets = admin.ShowFacets.NEVER
    list_display_links: Any = None
    empty_value_display = ""

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def moderators_view(self, view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
        """A page of our own, which is given this admin first and shown to moderators alone."""

        @wraps(view)
        def guarded(request: HttpRequest, **place: Any) -> HttpResponseBase:
            if not self.has_moderate_permission(request):
                return self.refuse(request)
            return view(self, request, **place)

        return self.admin_site.admin_view(guarded)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        raise PermissionDenied


class ModeratorsAdmin(ModerationAdmin):
    """Which only moderators see at all."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_moderate_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)


class EditorsAdmin(NarrowAdmin):
    """Which only editors see at all."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_editor(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_editor(request)
