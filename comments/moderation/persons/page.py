"""The admin's page of a person; moderators alone see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.lookup import number_in
from comments.actions import About
from comments.answers import UNPROCESSABLE
from comments.dossier.whom import PERSONAL
from comments.moderation.addresses import person_address
from comments.moderation.base import is_moderator
from comments.moderation.persons import wording
from comments.moderation.persons.forms import NoteForm, SayWhy, SpanForm
from comments.moderation.persons.profile import Profile, page_of, profile_of, who_else
from comments.moderation.undoing import may_undo
from comments.persons.keys import Key
from comments.rules import NAME_LENGTH

View = Callable[[HttpRequest, Profile], HttpResponseBase]


def for_moderators(view: View) -> Callable[..., Any]:
    """A view of a person of whom something is known."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponseBase:
        if not is_moderator(request):
            raise PermissionDenied
        profile = profile_of(key_in(key))
        if not profile.is_known():
            raise Http404("nothing is known of this person")
        return view(request, profile)

    return guarded


def key_in(address: str) -> Key:
    try:
        return Key.read(address)
    except ValueError as error:
        raise Http404(str(error)) from error


def page(request: HttpRequest, profile: Profile, **bound: forms.Form) -> HttpResponse:
    """The person's page, with the form that could not be taken as it was filled in."""
    comments, more = page_of(profile.key, number_in(request, "before"))
    own = {"note_form": NoteForm(), "hold_form": SayWhy(auto_id="hold_%s"), "span_form": SpanForm()}
    failed = any(form.is_bound for form in bound.values())
    return answer(
        request,
        profile,
        "person",
        UNPROCESSABLE if failed else 200,
        comments=comments,
        decisions=[(each, may_undo(request, each)) for each in profile.decisions],
        more=more,
        is_first="before" not in request.GET,
        relations=who_else(profile.key),
        may_erase=may_erase(request) and profile.key.kind in PERSONAL,
        known_by=wording.KNOWN_BY[profile.key.kind],
        **(own | bound),
    )


def may_erase(request: HttpRequest) -> bool:
    """Whether they may take along, and erase, all that is held about a person."""
    return request.user.has_perm("comments.erase_person")


def answer(
    request: HttpRequest, profile: Profile, template: str, status: int, **context: Any
) -> HttpResponse:
    everywhere = admin.site.each_context(request)
    own = {"title": profile.name, "profile": profile, "key": str(profile.key)}
    page = f"admin/comments/person/{template}.html"
    return TemplateResponse(request, page, everywhere | own | context, status=status)


def about(profile: Profile) -> About:
    return About(profile.key, profile.name[:NAME_LENGTH])


def back(profile: Profile) -> HttpResponse:
    return redirect(person_address(str(profile.key)))


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
