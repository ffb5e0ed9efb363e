"""Leads from the addresses that articles and comments had elsewhere to where they are now."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers

from articles.lookup import find_article
from comments import elsewhere, rules
from comments.answers import wants_pieces
from comments.exchange.addresses import LONGEST, fragment_of, page_key, path_key
from comments.identity import person
from comments.models import Comment
from comments.places import place_of
from config.outage import unavailable

NOT_FOUND = 404


class OldAddressMiddleware:
    """What would not be found may have been a page elsewhere. Nothing else costs a question."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_FOUND or request.method not in {"GET", "HEAD"}:
            return response
        try:
            return moved(request) or response
        except (OperationalError, InterfaceError):
            return unavailable()


def moved(request: HttpRequest) -> HttpResponse | None:
    """To where the page is now that had this address before the site came here."""
    path, query = request.path_info, _query(request)
    # Each character may take three to write.
    if len(path) + len(query) > 3 * LONGEST:
        return None
    found = elsewhere.found_at(page_key(f"//{request.get_host()}") + path_key(path, query))
    return HttpResponsePermanentRedirect(found.place) if found else None


def old_address(request: HttpRequest) -> HttpResponse:
    """For a proxy before another host: `?url=` is what it was asked for there."""
    url = _asked(request)
    found = elsewhere.found_at(page_key(url))
    if found is None:
        raise Http404
    fragment = fragment_of(url)
    comment = _visible(request, found.slug, fragment) if fragment else None
    return HttpResponsePermanentRedirect(place_of(comment) if comment else found.place)


def old_anchor(request: HttpRequest, slug: str, fragment: str) -> HttpResponse:
    """To the comment that an anchor of the old page led to; the script asks, and goes there."""
    comment = _visible(request, slug, fragment)
    if comment is None:
        raise Http404
    place = place_of(comment)
    if not wants_pieces(request):
        return redirect(place)
    response = JsonResponse({"id": str(comment.pk), "place": place})
    patch_vary_headers(response, ["X-Requested-With"])
    return response


def _asked(request: HttpRequest) -> str:
    """A proxy may put an address there as it is, with more than one value behind it."""
    bare = _query(request).removeprefix("url=")
    is_bare = bare.startswith(("https://", "http://", "/"))
    return bare.replace("%23", "#") if is_bare else request.GET.get("url", "")


def _query(request: HttpRequest) -> str:
    """Browsers encode it; who does not has sent UTF-8, which WSGI passes on as if it were Latin."""
    query: str = request.META["QUERY_STRING"]
    return query.encode("latin-1", "replace").decode("utf-8", "replace")


def _visible(request: HttpRequest, slug: str, fragment: str) -> Comment | None:
    found = elsewhere.comment_at(find_article(slug, request.user), fragment)
    return found if found and rules.may_see(found, person(request)) else None
