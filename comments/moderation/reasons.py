# ruff: noqa: ARG002 - the admin's hooks have fixed signatures
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Reason
from comments.moderation.base import EditorsAdmin


@admin.register(Reason)
class ReasonAdmin(EditorsAdmin):
    """For editors. A reason that decisions refer to is made inactive, never deleted."""

    list_display = ["name", "words", "position", "is_active"]
    list_editable = ["position", "is_active"]
    ordering = ["position", "name"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
