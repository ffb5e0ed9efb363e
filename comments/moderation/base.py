# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.moderation.listing import CappedPaginator


class ModerationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    """For rows that only comments.actions writes: nobody adds, changes or deletes them here."""

    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    list_display_links: Any = None

    class Media:
        css = {"all": ["comments/admin.css"]}

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["comments.view_comment", "comments.moderate_comment"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
