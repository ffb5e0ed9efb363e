from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNREADABLE = "\ufffd"


class EncodingMiddleware:
    """Read every request as UTF-8, its address and cookies without NUL.

    Django would believe a request that names another codec, even one that fails or makes half
    characters, and PostgreSQL cannot be asked about NUL. As with bytes that are no UTF-8,
    U+FFFD takes its place. NUL in a form is the form's to refuse, with the words still in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:  # as the request names it; else it is UTF-8
            request.encoding = "utf-8"
        request.path_info = request.path_info.replace("\0", UNREADABLE)
        request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "%EF%BF%BD")
        for name, value in request.COOKIES.items():
            request.COOKIES[name] = value.replace("\0", UNREADABLE)
        return self.get_response(request)
