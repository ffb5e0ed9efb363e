"""A form that came too late: its session is over, its words are not lost."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from comments.answers import form_answer
from comments.asking import AppealForm, FlagForm
from comments.forms import CommentForm, EditForm
from comments.rules import Refusal

# Whose forms are others than a comment's.
EXPIRED = {"flag": "comments/_flag.html", "appeal": "comments/_appeal.html"}


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form without a valid token: an expired session keeps its words, a strange site nothing."""
    if "text" not in request.POST or not _comes_from_here(request):
        return render(request, "403_csrf.html", status=403)
    return form_answer(
        request,
        "comments/expired.html",
        _expired_form(request),
        refusal=Refusal.EXPIRED,
        status=403,
        action=request.path,
        pieces=EXPIRED.get(_route(request), "comments/_form.html"),
    )


def _expired_form(request: HttpRequest) -> forms.Form:
    if _route(request) in EXPIRED:
        kind = FlagForm if _route(request) == "flag" else AppealForm
        return kind(request.POST)
    if "revision" in request.POST:
        return EditForm(request.POST)
    return CommentForm(request.POST, signed_in=request.user.is_authenticated)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _comes_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"
