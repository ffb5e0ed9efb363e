"""The admin: guesses at its sign-in are limited; persons, who are no model, have pages there."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import path

from comments.moderation.persons.views import PAGES
from config.sign_in import AdminSignInForm, answer


class LimitedAdminSite(AdminSite):
    login_form = AdminSignInForm

    def get_urls(self) -> list[Any]:
        persons = [
            path(f"comments/person/{route}", self.admin_view(view), name=name)
            for route, view, name in PAGES
        ]
        return [*persons, *super().get_urls()]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().login(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        return answer(response, shown.get("form"))
