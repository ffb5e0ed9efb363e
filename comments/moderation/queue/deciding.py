"""One decision about something that waits, and its answer: a page, or for the script as JSON."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse

from articles.lookup import is_number
from comments import actions
from comments.answers import UNPROCESSABLE
from comments.models import Comment, Decision, Reason, Waiting
from comments.moderation import wording
from comments.moderation.addresses import undo_address
from comments.moderation.base import ModerationAdmin
from comments.moderation.forms import DecisionForm, causes
from comments.moderation.lately import why_refused
from comments.moderation.queue.asking import Asked, counted, read_place, told
from comments.moderation.queue.forms import WaitingForm
from comments.moderation.queue.items import Item, item_of
from comments.moderation.queue.page import page
from comments.moderation.views import CONFLICT, detail
from comments.rules import Verb
from comments.seen import Seen


def decide(model_admin: ModerationAdmin, request: HttpRequest, comment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("admin:comments_queue")
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return _again(model_admin, request, comment, form, UNPROCESSABLE)
    try:
        decision = carry_out(comment.pk, request.user, **form.cleaned_data)
    except actions.Refused as refused:
        form.add_error(None, why_refused(refused))
        return _again(model_admin, request, comment, form, CONFLICT)
    return _done(request, decision)


def carry_out(
    comment_id: int,
    moderator: Any,
    verb: str,
    *,
    reason: str = "",
    cause: Reason | None = None,
    tells_author: bool = False,
    seen: Seen | None = None,
) -> Decision:
    if verb == Verb.KEEP:
        return actions.keep(comment_id, moderator, reason, seen=seen)
    said: dict[str, Any] = {"cause": cause, "tells_author": tells_author and verb == Verb.REMOVE}
    return actions.moderate(Verb(verb), comment_id, moderator, reason, seen=seen, **said)


def asked_in(request: HttpRequest) -> Asked:
    """The part of the queue that the page showed from which a form was sent."""
    return Asked.read(request.POST.dict())


def back(request: HttpRequest) -> str:
    """The same page of the queue, with what came next in view."""
    after = read_place(request.POST.get("after", ""))
    following = request.POST.get("next", "")
    fragment = f"#w-{following}" if is_number(following) else ""
    return f"{reverse('admin:comments_queue')}{asked_in(request).query(after)}{fragment}"


def _done(request: HttpRequest, decision: Decision) -> HttpResponse:
    said = wording.done(decision.verb, 1)
    if _is_script(request):
        known = {"said": said, "waits": _waits(request), "undo": undo_address(decision.pk)}
        return JsonResponse(known)
    messages.success(request, said)
    return redirect(back(request))


def _again(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    comment: Comment,
    form: WaitingForm,
    status: int,
) -> HttpResponse:
    """Show the comment as it is now, with what was typed and why nothing was done."""
    item = item_of(comment.pk, form)
    if _is_script(request):
        known = {"wrong": form.wrong, "waits": _waits(request), "item": _shown(request, item)}
        return JsonResponse(known, status=status)
    if item is not None:
        return page(model_admin, request, asked_in(request), first=item, status=status)
    if not form.data.get("reason"):
        messages.warning(request, " ".join(form.wrong))
        return redirect(back(request))
    comment.refresh_from_db()
    typed = DecisionForm(initial={"reason": form.data["reason"]})
    messages.warning(request, " ".join(form.wrong))
    return detail(model_admin, request, comment, typed, status)


def _shown(request: HttpRequest, item: Item | None) -> str:
    context = {"item": item, "asked": asked_in(request), "causes": causes()}
    return render_to_string("admin/comments/queue/_item.html", context, request) if item else ""


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _waits(request: HttpRequest) -> str:
    """How much waits of what the page shows, and in all."""
    asked = asked_in(request)
    return told(counted(Waiting.objects.all() if asked.is_all else asked.rows()))
