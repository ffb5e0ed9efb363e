"""What somebody has a right to: an archive of all that is held about them, and to be erased."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from tempfile import TemporaryFile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import actions
from comments.answers import UNPROCESSABLE
from comments.dossier import archive
from comments.dossier.accounts import staff_among
from comments.dossier.counting import counts_of
from comments.dossier.whom import PERSONAL, Linked, Whom, linked
from comments.dossier.wording import told
from comments.models import Comment
from comments.moderation.addresses import person_address
from comments.moderation.base import is_moderator
from comments.moderation.persons import subject
from comments.moderation.persons.forms import ErasingForm
from comments.moderation.persons.page import key_in, may_erase
from comments.moderation.persons.profile import profile_of
from comments.moderation.persons.subject import Subject
from comments.persons.keys import Key, key_of
from comments.persons.wording import CALLED, short
from comments.rules import Refusal
from comments.wording import REFUSALS

View = Callable[[HttpRequest, Subject], HttpResponseBase]
ERASURES = "admin:comments_erasure_changelist"


def of_person(view: View) -> Callable[..., HttpResponseBase]:
    """A view of a person, for who may export and erase."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponseBase:
        _only_keepers(request)
        profile = profile_of(key_in(key))
        if profile.key.kind not in PERSONAL:
            raise Http404("many people may share it")
        found = subject.person(profile)
        if not profile.is_known() and not counts_of(found.whom, words=True):
            return _gone(request)
        return view(request, found)

    return guarded


def of_comment(view: View) -> Callable[..., HttpResponseBase]:
    """The same of a comment whose author left nothing but a name, as many imports have them."""

    @wraps(view)
    def guarded(_admin: Any, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        _only_keepers(request)
        comment = get_object_or_404(Comment, pk=comment_id)
        if key := key_of(comment):
            return redirect(person_address(key))
        found = subject.comment(comment)
        return view(request, found) if counts_of(found.whom, words=True) else _gone(request)

    return guarded


def _only_keepers(request: HttpRequest) -> None:
    if not (is_moderator(request) and may_erase(request)):
        raise PermissionDenied


def _gone(request: HttpRequest) -> HttpResponse:
    """Whoever has the page open twice may be late."""
    messages.warning(request, _("This person was erased already: nothing is held about them."))
    return redirect(ERASURES)


def export(request: HttpRequest, about: Subject) -> HttpResponseBase:
    """The archive; `?also=` names who else it is about."""
    whom = _whom(about, ErasingForm(request.GET))
    if _is_anothers(request, whom):
        words = _("What is held about people who moderate, an administrator gives them.")
        messages.warning(request, words)
        return redirect(about.home)
    file = TemporaryFile("w+b")  # noqa: SIM115 - the response closes it
    site = f"{request.scheme}://{request.get_host()}"
    archive.write(file, whom, site)
    file.seek(0)
    kind = "application/zip"
    return FileResponse(file, as_attachment=True, filename=archive.NAME, content_type=kind)


def _is_anothers(request: HttpRequest, whom: Whom) -> bool:
    """An account with rights tells more than an editor needs to know: address, groups, times."""
    others = [user for user in staff_among(whom) if user.pk != request.user.pk]
    return bool(others) and not request.user.is_superuser


def erase(request: HttpRequest, about: Subject) -> HttpResponse:
    """First counted, then asked once more, by a name that has to be typed; then done."""
    form = ErasingForm(request.POST if request.method == "POST" else request.GET)
    whom = _whom(about, form)
    if request.method != "POST":
        return _ask(request, about, whom, form, sure=form.is_sure)
    if not counts_of(whom, words=form.takes_words):
        return _gone(request)
    if not form.is_typed(about.name):
        return _ask(request, about, whom, form, sure=True)
    try:
        erasure = actions.erase(whom, request.user, words=form.takes_words)
    except actions.Refused as refused:
        messages.warning(request, REFUSALS[refused.refusal])
        return _ask(request, about, whom, form)
    counted = {"counted": ", ".join(told(erasure.counts))}
    messages.success(request, _("Erased: %(counted)s.") % counted)
    if counts_of(whom, words=False):
        messages.warning(request, _("More was written meanwhile: erase it too."))
        return redirect(about.home)
    return redirect(ERASURES)


def _ask(
    request: HttpRequest, about: Subject, whom: Whom, form: ErasingForm, *, sure: bool = False
) -> HttpResponse:
    counts = counts_of(whom, words=form.takes_words)
    refusal = REFUSALS[Refusal.MODERATES] if staff_among(whom) else ""
    others = _others(about, whom)
    own: dict[str, Any] = {
        "title": about.name,
        "subject": about,
        "form": form,
        "counts": told(counts),
        "others": others,
        "chosen": [other for other in others if other["is_chosen"]],
        "refusal": refusal,
        "sure": sure and bool(counts) and not refusal,
    }
    page = "admin/comments/person/erase.html"
    status = UNPROCESSABLE if "typed" in form.errors else 200
    return TemplateResponse(request, page, admin.site.each_context(request) | own, status=status)


def _whom(about: Subject, form: ErasingForm) -> Whom:
    form.is_valid()
    return replace(about.whom, keys=tuple(dict.fromkeys([*about.whom.keys, *form.keys])))


def _others(about: Subject, whom: Whom) -> list[dict[str, Any]]:
    """Who else it could be: those who were chosen, and who has an e-mail address like theirs."""
    names = {other.key: other for other in [*linked(about.whom), *linked(whom)]}
    keys = [key for key in dict.fromkeys([*whom.keys, *names]) if key not in about.whom.keys]
    return [
        {"key": str(key), "words": _words(key, names.get(key)), "is_chosen": key in whom.keys}
        for key in keys
    ]


def _words(key: Key, known: Linked | None) -> SafeString:
    told_by = f"{CALLED[key.kind]} {short(key)}"
    if known is None:
        return format_html("{}", told_by)
    comments = ngettext("%d comment", "%d comments", known.comments) % known.comments
    return format_html("<bdi>{}</bdi>, {}, {}", known.name, told_by, comments)
