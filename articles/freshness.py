"""Whether a browser's copy of a page is still good: told without making the page."""

from hashlib import blake2b

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from comments import traps
from comments.identity import GUEST_COOKIE

# Whose pages may hold something of their own, or say something once.
PERSONAL = {settings.SESSION_COOKIE_NAME, GUEST_COOKIE, CookieStorage.cookie_name}
# The browser may keep the page, and asks each time whether it may show it again.
CACHE_CONTROL = "private, no-cache"


def unchanged(request: HttpRequest, key: str) -> HttpResponse | None:
    """The answer that the copy is still good; None if the page must be sent."""
    if "If-None-Match" not in request.headers or _is_personal(request):
        return None
    etag = _etag(request, key)
    response = get_conditional_response(request, etag=etag)
    if response is not None:
        _mark(response, etag)
    return response


def mark(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    """Say how the page may be kept, and by what to ask for it again.

    Called once it is made: only then its form's cookie is known, which the tag depends on.
    """
    _mark(response, None if _is_personal(request) else _etag(request, key))


def _mark(response: HttpResponseBase, etag: str | None) -> None:
    response["Cache-Control"] = CACHE_CONTROL
    if etag is not None:
        response["ETag"] = etag


def _is_personal(request: HttpRequest) -> bool:
    return not PERSONAL.isdisjoint(request.COOKIES)


def _etag(request: HttpRequest, key: str) -> str:
    # A copy with a form is good only while its token fits the cookie, and its stamp is young.
    told = f"{key}:{request.META.get('CSRF_COOKIE', '')}:{traps.era()}"
    return f'W/"{blake2b(told.encode(), digest_size=12).hexdigest()}"'
