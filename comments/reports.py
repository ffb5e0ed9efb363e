"""Readers report comments; authors ask for another look at theirs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles.lookup import may_read
from comments import actions, identity, rules
from comments.actions import Refused
from comments.answers import form_answer, pieces_of, single, wants_pieces
from comments.asking import AppealForm, FlagForm
from comments.limits import told_to_wait
from comments.models import Comment, Flag
from comments.outcomes import outcome_of
from comments.people import Person
from comments.persons import bans
from comments.places import place_or_conversation
from comments.rules import Refusal
from comments.views import readable_comment
from config.rates import Deed

FORBIDDEN = {Refusal.BANNED, Refusal.OWN, Refusal.NOT_YOURS_TO_ASK}


def flag(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form to report a comment, or what one has reported already; and the report."""
    visitor = identity.person(request)
    found, known = _flagged(request, comment_id, visitor)
    if known is not None and request.method != "POST":
        return _known_answer(request, found, known)
    form = FlagForm(_sent(request), auto_id=f"flag-{found.pk}-%s")
    refusal = _may_not_flag(request, found, visitor, known)
    if refusal or not _is_filled(form):
        return _flag_answer(request, form, found, refusal)
    if seconds := identity.must_wait(request, visitor, Deed.FLAGGING):
        answer = _flag_answer(request, form, found, Refusal.ASKED_TOO_OFTEN)
        return told_to_wait(answer, seconds)
    typed = form.cleaned_data
    reader = identity.reporter(visitor, typed["submission"])
    try:
        counts = identity.is_another(request, reader, f"flag {found.pk}")
        actions.flag(found.pk, reader, typed["reason"], typed["text"], counts=counts)
    except Refused as refused:
        return _flag_answer(request, form, found, refused.refusal)
    response = _done(request, found, reader, _("Thank you. Moderators will look at this comment."))
    identity.remember(reader.guest, visitor, response)
    return response


def unflag(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take one's report back."""
    visitor = identity.person(request)
    found, known = _flagged(request, comment_id, visitor)
    if request.method != "POST":
        return redirect("flag", found.pk)
    try:
        actions.unflag(found.pk, visitor)
    except Refused as refused:
        return _known_answer(request, found, known, refused.refusal)
    return _done(request, found, visitor, _("Your report is taken back."))


def appeal(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form to ask for another look at one's own comment, and the question."""
    found, visitor = readable_comment(request, comment_id), identity.person(request)
    form = AppealForm(_sent(request), auto_id=f"appeal-{found.pk}-%s")
    refusal = _may_not_appeal(request, found, visitor)
    if refusal or not _is_filled(form):
        return _appeal_answer(request, form, found, refusal)
    if seconds := identity.must_wait(request, visitor, Deed.FLAGGING):
        answer = _appeal_answer(request, form, found, Refusal.ASKED_TOO_OFTEN)
        return told_to_wait(answer, seconds)
    try:
        actions.appeal(found.pk, visitor, form.cleaned_data["text"])
    except Refused as refused:
        return _appeal_answer(request, form, found, refused.refusal)
    return _done(request, found, visitor, _("A moderator will look at your comment again."))


def _flagged(request: HttpRequest, comment_id: int, visitor: Person) -> tuple[Comment, Flag | None]:
    """A comment that the visitor can read or has reported, with that report."""
    found = Comment.objects.with_article().filter(pk=comment_id).first()
    if found is None or not may_read(found.article, request.user):
        raise Http404
    known = found.flags.by(visitor).first()
    if known is None and not rules.may_see(found, visitor):
        raise Http404
    return found, known


def _may_not_flag(
    request: HttpRequest, found: Comment, visitor: Person, known: Flag | None
) -> Refusal | None:
    """Who has reported it already does nothing by doing so again."""
    if known is not None:
        return None
    banned = request.method == "POST" and bans.standing_of(visitor, request).ban
    return Refusal.BANNED if banned else rules.may_flag(found, visitor)


def _may_not_appeal(request: HttpRequest, found: Comment, visitor: Person) -> Refusal | None:
    outcome = outcome_of(found)
    refusal = rules.may_appeal(found, visitor, answered=outcome.is_final)
    if refusal is None and outcome.is_asked and request.method != "POST":
        return Refusal.ASKED_ALREADY
    return refusal


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _is_filled(form: forms.Form) -> bool:
    return form.is_bound and form.is_valid()


def _known_answer(
    request: HttpRequest, found: Comment, known: Flag | None, refusal: Refusal | None = None
) -> HttpResponse:
    """What the reader has reported, with the way to take it back while there is one."""
    if refusal is None and known is not None and known.decision_id is not None:
        refusal = Refusal.FLAG_ANSWERED
    return _answer(request, "comments/unflag.html", forms.Form(), found, refusal, known=known)


def _flag_answer(
    request: HttpRequest, form: FlagForm, found: Comment, refusal: Refusal | None
) -> HttpResponse:
    banned = refusal == Refusal.BANNED
    ban = bans.standing_of(identity.person(request), request).ban if banned else None
    return _answer(request, "comments/flag.html", form, found, refusal, ban=ban)


def _appeal_answer(
    request: HttpRequest, form: AppealForm, found: Comment, refusal: Refusal | None
) -> HttpResponse:
    return _answer(request, "comments/appeal.html", form, found, refusal)


def _answer(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    found: Comment,
    refusal: Refusal | None,
    **context: Any,
) -> HttpResponse:
    return form_answer(
        request,
        template,
        form,
        refusal=refusal,
        status=403 if refusal in FORBIDDEN else None,
        pieces=template.replace("comments/", "comments/_"),
        comment=found,
        article=found.article,
        comment_html=single(request, found),
        action=request.path,
        **context,
    )


def _done(request: HttpRequest, found: Comment, visitor: Person, message: str) -> HttpResponse:
    """Lead back to the comment, as it stands now."""
    found.refresh_from_db(fields=["state", "visible"])
    if wants_pieces(request):
        return pieces_of(request, found, message, visitor)
    messages.success(request, message)
    return redirect(place_or_conversation(found, visitor))
