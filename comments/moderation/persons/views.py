"""What can be done on the admin's page of a person, and its addresses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from comments import actions
from comments.answers import UNPROCESSABLE
from comments.models import Sanction
from comments.moderation.persons import rights, wording
from comments.moderation.persons.clearing import clear
from comments.moderation.persons.forms import BanForm, LiftForm, NoteForm, SayWhy
from comments.moderation.persons.options import options
from comments.moderation.persons.page import about, answer, back, for_moderators, page, sent
from comments.moderation.persons.profile import Profile
from comments.persons.records import sanctions_on
from comments.wording import REFUSALS


@for_moderators
def person(request: HttpRequest, profile: Profile) -> HttpResponse:
    return page(request, profile)


@for_moderators
def note(request: HttpRequest, profile: Profile) -> HttpResponse:
    form = NoteForm(sent(request))
    if not form.is_valid():
        return page(request, profile, note_form=form)
    actions.add_note(profile.key, request.user, form.cleaned_data["words"])
    messages.success(request, wording.NOTED)
    return back(profile)


@for_moderators
def hold(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Hold everything from now on, or no more."""
    form = SayWhy(sent(request))
    if not form.is_valid():
        return page(request, profile, hold_form=form)
    reason, whom = form.cleaned_data["reason"], about(profile)
    try:
        if "stop" in request.POST:
            own = [profile.held.pk] if profile.held else []
            actions.lift(own, whom, request.user, reason)
        else:
            actions.hold_all(whom, request.user, reason)
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
    else:
        done = wording.NOT_HELD if "stop" in request.POST else wording.HELD
        messages.success(request, done)
    return back(profile)


@for_moderators
def lift(request: HttpRequest, profile: Profile) -> HttpResponse:
    form = LiftForm(sent(request))
    if not form.is_valid():
        return page(request, profile, lift_form=form)
    asked = form.cleaned_data
    # Only what is about this person: the log will say that they may write again.
    theirs = sanctions_on(profile.key).filter(decision=asked["decision"])
    found = Sanction.objects.filter(decision__in=theirs.values("decision"), does=Sanction.Does.BAN)
    try:
        ids = list(found.values_list("pk", flat=True))
        actions.lift(ids, about(profile), request.user, asked["reason"])
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
    else:
        messages.success(request, wording.LIFTED)
    return back(profile)


@for_moderators
def ban(request: HttpRequest, profile: Profile) -> HttpResponse:
    form = BanForm(options(profile.key), sent(request))
    if form.is_valid() and _banned(request, profile, form):
        messages.success(request, wording.BANNED)
        return back(profile)
    status = UNPROCESSABLE if form.is_bound else 200
    return answer(request, profile, "ban", status, form=form)


def _banned(request: HttpRequest, profile: Profile, form: BanForm) -> bool:
    """Whether it is done; if not, the form says why."""
    try:
        actions.ban(
            about(profile),
            form.cleaned_data["keys"],
            request.user,
            until=form.until(),
            reason=form.cleaned_data["reason"],
        )
    except actions.Refused as refused:
        form.add_error("keys", REFUSALS[refused.refusal])
        return False
    return True


PAGES = [
    ("<str:key>/", person, "comments_person"),
    ("<str:key>/note/", note, "comments_person_note"),
    ("<str:key>/hold/", hold, "comments_person_hold"),
    ("<str:key>/ban/", ban, "comments_person_ban"),
    ("<str:key>/lift/", lift, "comments_person_lift"),
    ("<str:key>/clear/", clear, "comments_person_clear"),
    ("<str:key>/export/", rights.of_person(rights.export), "comments_person_export"),
    ("<str:key>/erase/", rights.of_person(rights.erase), "comments_person_erase"),
]
