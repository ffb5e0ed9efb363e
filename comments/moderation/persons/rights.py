"""What somebody has a right to: an archive of all that is held about them, and to be erased."""

from collections.abc import Callable
from functools import wraps
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments import actions
from comments.answers import UNPROCESSABLE
from comments.dossier import archive
from comments.dossier.accounts import staff_among
from comments.dossier.counting import counts_of
from comments.dossier.whom import PERSONAL, Whom, linked
from comments.dossier.wording import told
from comments.moderation.persons.forms import ErasingForm
from comments.moderation.persons.page import answer, back, for_moderators, may_erase
from comments.moderation.persons.profile import Profile
from comments.persons.wording import CALLED, short
from comments.rules import Refusal
from comments.wording import REFUSALS

View = Callable[[HttpRequest, Profile], HttpResponseBase]


def for_keepers(view: View) -> Callable[..., HttpResponseBase]:
    """A view of a person, for who may export and erase."""

    @wraps(view)
    def guarded(request: HttpRequest, profile: Profile) -> HttpResponseBase:
        if not may_erase(request):
            raise PermissionDenied
        if profile.key.kind not in PERSONAL:
            raise Http404("many people may share it")
        return view(request, profile)

    return for_moderators(guarded)


@for_keepers
def export(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """The archive; `?also=` names who else it is about."""
    file = TemporaryFile("w+b")  # noqa: SIM115 - the response closes it
    site = f"{request.scheme}://{request.get_host()}"
    archive.write(file, _whom(profile, ErasingForm(request.GET)), site)
    file.seek(0)
    kind = "application/zip"
    return FileResponse(file, as_attachment=True, filename=archive.NAME, content_type=kind)


@for_keepers
def erase(request: HttpRequest, profile: Profile) -> HttpResponse:
    """First counted, then asked once more, by a name that has to be typed; then done."""
    form = ErasingForm(request.POST if request.method == "POST" else request.GET)
    whom = _whom(profile, form)
    if request.method != "POST":
        return _ask(request, profile, whom, form)
    if "typed" not in request.POST or not form.is_typed(_name(profile)):
        return _ask(request, profile, whom, form, sure=True)
    try:
        erasure = actions.erase(whom, request.user, words=form.takes_words)
    except actions.Refused as refused:
        messages.warning(request, _refusal(refused.refusal))
        return _ask(request, profile, whom, form)
    counted = ", ".join(f"{what} {count}" for what, count in told(erasure.counts))
    messages.success(request, _("Erased: %(counted)s.") % {"counted": counted})
    if counts_of(whom, words=False):
        messages.warning(request, _("More was written meanwhile: erase it too."))
        return back(profile)
    return redirect("admin:comments_erasure_changelist")


def _ask(
    request: HttpRequest, profile: Profile, whom: Whom, form: ErasingForm, *, sure: bool = False
) -> HttpResponse:
    failed = "typed" in form.errors
    refusal = _refusal(Refusal.MODERATES) if staff_among(whom) else ""
    own: dict[str, Any] = {
        "form": form,
        "name": _name(profile),
        "counts": told(counts_of(whom, words=form.takes_words)),
        "others": _others(profile, whom),
        "chosen": [str(key) for key in whom.keys[1:]],
        "refusal": refusal,
        "sure": sure and not refusal,
    }
    return answer(request, profile, "erase", UNPROCESSABLE if failed else 200, **own)


def _whom(profile: Profile, form: ErasingForm) -> Whom:
    form.is_valid()
    return Whom(tuple(dict.fromkeys([profile.key, *form.keys])))


def _others(profile: Profile, whom: Whom) -> list[dict[str, Any]]:
    """Who else it could be: those who were chosen, and who has an e-mail address like theirs."""
    names = {other.key: other for other in [*linked(Whom((profile.key,))), *linked(whom)]}
    chosen = dict.fromkeys([*whom.keys[1:], *names])
    return [
        {
            "key": str(key),
            "is_chosen": key in whom.keys,
            "kind": CALLED[key.kind],
            "short": short(key),
            "name": names[key].name if key in names else "",
            "comments": names[key].comments if key in names else None,
        }
        for key in chosen
        if key != profile.key
    ]


def _name(profile: Profile) -> str:
    """What has to be typed: what the page calls them."""
    name = profile.account.get_username() if profile.account else profile.name
    return " ".join(str(name).split())


def _refusal(refusal: Refusal) -> str:
    if refusal == Refusal.NOTHING_TO_DO:
        return _("Nothing is held about them.")
    return str(REFUSALS[refusal])
