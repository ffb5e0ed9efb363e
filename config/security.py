from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.constants import HEADER, SELF
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]

# A page of words needs none of them.
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class PrivacyMiddleware:
    """Pages show readers their own waiting comments and form tokens: no shared cache keeps them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private")
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's, but it builds the policy's text once: responses differ by the nonce alone."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_debug_page = settings.DEBUG and response.status_code in {404, 500}
        # A copy that is still good keeps the policy that names its own nonce.
        if not (is_debug_page or response.status_code == NOT_MODIFIED):
            policy = _policy(is_admin=_is_admin(request))
            response.headers.setdefault(HEADER, policy.replace(NONCE_HERE, nonce(request)))
        return response


def nonce(request: Any) -> str:
    """What tells the page's own script from any other."""
    return str(request.csp_nonce)


NOT_MODIFIED = 304
NONCE_HERE = "NONCE"


@lru_cache
def _policy(*, is_admin: bool) -> str:
    # Django's admin loads its scripts from files, without nonces.
    replace = {"script-src": [SELF]} if is_admin else {}
    return build_policy(replace=replace, nonce=NONCE_HERE)


def _is_admin(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "admin" in match.app_names
