from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


class OutageMiddleware:
    """While the database is away, say so; and give back what someone has just written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        return unavailable(request.POST.get("text", ""))


def unavailable(words: str = "") -> HttpResponse:
    # Without the request: its context would look for the account in the database.
    page = render_to_string("503.html", {"words": words})
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})
