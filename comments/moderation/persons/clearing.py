"""What a person wrote in the last days, all of it at once: first asked, then done."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from comments import actions
from comments.answers import UNPROCESSABLE
from comments.models import Comment
from comments.moderation import wording as deeds
from comments.moderation.persons.forms import ClearForm, SpanForm
from comments.moderation.persons.page import about, answer, back, for_moderators, page
from comments.moderation.persons.profile import Profile
from comments.rules import Verb
from comments.wording import REFUSALS

SAMPLE = 10


@for_moderators
def clear(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Remove, mark or hold what a person wrote in the last days: asked first, then done."""
    if request.method == "POST":
        return _clear(request, profile)
    form = SpanForm(request.GET)
    if not form.is_valid():
        return page(request, profile, span_form=form)
    return _preview(request, profile, ClearForm(initial=form.cleaned_data), form)


def _clear(request: HttpRequest, profile: Profile) -> HttpResponse:
    form = ClearForm(request.POST)
    if "verb" in form.errors or "days" in form.errors:
        return page(request, profile, span_form=form)
    if not form.is_valid():
        return _preview(request, profile, form, form)
    verb = Verb(form.cleaned_data["verb"])
    try:
        decision = actions.moderate_person(
            verb,
            about(profile),
            request.user,
            form.cleaned_data["reason"],
            since=form.since(),
        )
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
    else:
        messages.success(request, deeds.done(verb, decision.changes.count()))
    return back(profile)


def _preview(
    request: HttpRequest, profile: Profile, form: forms.Form, span: SpanForm
) -> HttpResponse:
    verb = Verb(span.cleaned_data["verb"])
    ids = actions.affected(verb, profile.key, span.since())
    theirs = Comment.objects.filter(pk__in=ids)
    shown = Comment.objects.filter(pk__in=ids[:SAMPLE]).defer("html").order_by("-created_at", "-pk")
    return answer(
        request,
        profile,
        "clear",
        UNPROCESSABLE if form.is_bound else 200,
        form=form,
        verb=verb,
        days=span.cleaned_data["days"],
        would=deeds.would(verb, len(ids)).capitalize(),
        count=len(ids),
        articles=theirs.values("article").distinct().count(),
        sample=shown,
        unlisted=max(len(ids) - SAMPLE, 0),
    )
