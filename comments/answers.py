"""How a form is answered: with a page, or for the script with the same pieces as JSON."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import identity, reading
from comments.actions import Banned, Posted, Refused
from comments.facts import Facts
from comments.holes import filled
from comments.limits import told_to_wait
from comments.markup import comment_html
from comments.models import Comment, Sanction
from comments.overlay import laid_over
from comments.own import Own, Theirs, of_reader
from comments.people import Person
from comments.places import last_before, place_of, place_of_new
from comments.rendering import Setting, comments_html
from comments.rights import may_moderate
from comments.rules import Refusal
from comments.wording import REFUSALS

# A form shown again has stored nothing, and must not be taken for a success.
UNPROCESSABLE = 422
FORBIDDEN = 403


def wants_pieces(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def form_answer(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    *,
    refusal: Refusal | None = None,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, with what is wrong and what was typed; a preview if that was asked for."""
    context |= {"form": form, "refusal": REFUSALS[refusal] if refusal else ""}
    context["preview"] = _preview(request, form)
    failed = refusal is not None or (form.is_bound and not form.is_valid())
    status = status or (UNPROCESSABLE if failed else 200)
    response = _page_or_pieces(request, template, context, status)
    # The browser's own cache must not show the one for the other.
    patch_vary_headers(response, ["X-Requested-With"])
    return response


def lead_to_first_error(form: forms.Form) -> None:
    """Without the script, it is the browser that puts the reader there."""
    for name in form.errors:
        form.fields[name].widget.attrs["autofocus"] = True
        return


def posted_answer(request: HttpRequest, posted: Posted, visitor: Person) -> HttpResponse:
    """Lead to a new comment, or to the one that an earlier try of the same form made."""
    place = place_of_new(posted)
    if not wants_pieces(request):
        return HttpResponseRedirect(place)
    message = _posted_message(posted.comment)
    return _pieces(request, posted.comment, message, place, visitor=visitor)


def changed_answer(request: HttpRequest, comment: Comment, visitor: Person) -> HttpResponse:
    """Lead to a comment that its author has changed."""
    if not wants_pieces(request):
        return HttpResponseRedirect(place_of(comment))
    return pieces_of(request, comment, _changed_message(comment), visitor)


def pieces_of(
    request: HttpRequest, comment: Comment, message: str, visitor: Person
) -> HttpResponse:
    """For the script: a comment as it stands now, and a message."""
    theirs = of_reader(comment.article_id, visitor).of(comment.pk)
    place = place_of(comment)
    return _pieces(request, comment, message, place, visitor=visitor, theirs=theirs)


def single(
    request: HttpRequest,
    comment: Comment,
    visitor: Person | None = None,
    theirs: Theirs | None = None,
) -> SafeString:
    """One comment, as it stands in this visitor's list; without one, only to be read.

    `theirs` is what there is of the visitor's own about it, if it was not just posted.
    """
    controls = visitor is not None
    reader = visitor or identity.person(request)
    if theirs is None:
        theirs = Theirs([Own.new(comment)] if reader.wrote(comment) else [])
    setting = Setting(
        is_open=controls,
        moderates=controls and may_moderate(request),
        nearby=frozenset({comment.parent_id} if comment.parent_id and controls else ()),
        withheld=frozenset(theirs.withheld),
        reports=controls,
    )
    html = comments_html(reading.one(comment), setting, flat=True)
    return filled(html, laid_over(theirs, reader, controls=controls))


def write_answer(
    request: HttpRequest, form: forms.Form, facts: Facts, refused: Refused | None = None
) -> HttpResponse:
    """Show the form for a new comment, with what it answers."""
    already = refused is not None and refused.refusal == Refusal.ALREADY_POSTED
    return form_answer(
        request,
        "comments/write.html",
        form,
        refusal=refused.refusal if refused else None,
        status=FORBIDDEN if ban_of(refused) else None,
        ban=ban_of(refused),
        action=request.path,
        article=facts.article,
        parent=facts.parent,
        parent_html=single(request, facts.parent) if facts.parent else "",
        first=refused.comment if refused and already else None,
    )


def ban_of(refused: Refused | None) -> Sanction | None:
    """Until when and why somebody may not write, if that is why they were refused."""
    return refused.ban if isinstance(refused, Banned) else None


def wait_answer(request: HttpRequest, form: forms.Form, facts: Facts, seconds: int) -> HttpResponse:
    """Show the form for a new comment once more, to be sent later."""
    answer = write_answer(request, form, facts, Refused(Refusal.TOO_OFTEN))
    return told_to_wait(answer, seconds)


def _pieces(
    request: HttpRequest,
    comment: Comment,
    message: str,
    place: str,
    *,
    visitor: Person,
    theirs: Theirs | None = None,
) -> HttpResponse:
    before = last_before(comment, visitor)
    return JsonResponse(
        {
            "id": str(comment.pk),
            "parent": str(comment.parent_id) if comment.parent_id else None,
            "before": str(before) if before else None,
            "html": single(request, comment, visitor, theirs),
            "place": place,
            "message": message,
        }
    )


def _posted_message(comment: Comment) -> str:
    if comment.is_published():
        return _("Your comment is published.")
    return _("Your comment waits for a moderator. Until then only you can see it.")


def _changed_message(comment: Comment) -> str:
    if comment.is_published():
        return _("Your comment is changed.")
    return _("Your comment is changed. It waits for a moderator; until then only you can see it.")


def _page_or_pieces(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    if not wants_pieces(request):
        lead_to_first_error(context["form"])
        return render(request, template, context, status=status)
    if context["refusal"] and not context["form"].is_bound:
        # There is nothing to fill in; the page says why.
        return JsonResponse({}, status=status)
    html = render_to_string(context.get("pieces", "comments/_form.html"), context, request)
    return JsonResponse({"form": html}, status=status)


def _preview(request: HttpRequest, form: forms.Form) -> str:
    """The words as readers will see them. Who writes them can still be said later."""
    if "preview" not in request.POST or "text" in form.errors:
        return ""
    for name in list(form.errors):
        del form.errors[name]
    return comment_html(form.cleaned_data["text"])
