"""One decision about many: asked first with their number, then made in batches.

Each comment is decided in a transaction of its own. Whoever stops, or closes the page, stops
after some; what is left waits as before.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.lookup import is_number
from comments import actions
from comments.answers import UNPROCESSABLE
from comments.models import Comment, Waiting
from comments.moderation import wording
from comments.moderation.base import ModerationAdmin
from comments.moderation.forms import causes
from comments.moderation.queue import asking
from comments.moderation.queue.choices import Way, done, verb_for, would
from comments.moderation.queue.deciding import asked_in, back, carry_out
from comments.moderation.queue.forms import ManyForm

SAMPLE = 10
# Between two batches a moderator sees how far it is, and may stop.
PATIENCE_SECONDS = 2.0
BATCH = 200
# What a moderator can mend; all else was carried by the form.
TYPED = {"reason", "cause"}


@dataclass(frozen=True)
class Progress:
    """How many are decided, how many needed nothing any more, up to which comment."""

    done: int
    missed: int
    last: int
    left: int

    @property
    def reached(self) -> int:
        return self.done + self.missed


def many(model_admin: ModerationAdmin, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("admin:comments_queue")
    form = ManyForm(request.POST)
    confirmed = bool(request.POST.get("total"))
    if form.errors.keys() - TYPED:
        messages.warning(request, _("This form cannot be read. Please begin again."))
        return redirect(back(request))
    rows = _rows(request, form.cleaned_data)
    if not rows.exists() and not form.cleaned_data.get("done"):
        messages.warning(request, _("None of these waits any more, or none was ticked."))
        return redirect(back(request))
    if not confirmed or not form.is_valid():
        return _page(model_admin, request, form, rows)
    progress = _carry_on(rows, request.user, form.cleaned_data)
    if progress.left:
        return _page(model_admin, request, form, rows, progress)
    _tell(request, Way(form.cleaned_data["way"]), progress)
    return redirect(back(request))


def _rows(request: HttpRequest, said: dict[str, Any]) -> "QuerySet[Waiting]":
    rows = asked_in(request).rows()
    if not said.get("every"):
        rows = rows.filter(pk__in=_ticked(request))
    if said.get("until"):
        rows = rows.filter(since__lte=_until(said["until"]))
    return rows.filter(pk__gt=said.get("last") or 0).order_by("pk")


def _ticked(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("comment") if is_number(pk)]


def _until(microseconds: int) -> Any:
    try:
        return asking.moment(microseconds)
    except OverflowError:
        return timezone.now()


def _carry_on(rows: "QuerySet[Waiting]", moderator: Any, said: dict[str, Any]) -> Progress:
    """Decide one after the other, the oldest first, as long as patience lasts."""
    deadline = monotonic() + PATIENCE_SECONDS
    decided, missed, last = said["done"] or 0, said["missed"] or 0, said["last"] or 0
    for comment, state in rows.values_list("pk", "comment__state")[:BATCH]:
        if _decide(comment, verb_for(Way(said["way"]), state), moderator, said):
            decided += 1
        else:
            missed += 1
        last = comment
        if monotonic() > deadline:
            break
    return Progress(decided, missed, last, rows.filter(pk__gt=last).count())


def _decide(comment_id: int, verb: str | None, moderator: Any, said: dict[str, Any]) -> bool:
    if verb is None:
        return False
    why = {name: said[name] for name in ("reason", "cause", "tells_author")}
    try:
        carry_out(comment_id, moderator, verb, **why)
    except actions.Refused:
        return False
    return True


def _tell(request: HttpRequest, way: Way, progress: Progress) -> None:
    if progress.done:
        messages.success(request, done(way, progress.done))
    if progress.missed:
        messages.warning(request, wording.idle(progress.missed))


def _page(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    form: ManyForm,
    rows: "QuerySet[Waiting]",
    progress: Progress | None = None,
) -> HttpResponse:
    """Ask, with the number of what would change; or show how far it has come."""
    way = Way(form.cleaned_data["way"])
    total = form.cleaned_data.get("total") or rows.count()
    now = asking.microseconds(timezone.now())
    context = model_admin.page_context(request) | {
        "title": would(way, total).capitalize(),
        "way": way,
        "form": form,
        "asked": asked_in(request),
        "every": form.cleaned_data.get("every"),
        "ticked": [] if form.cleaned_data.get("every") else _ticked(request),
        "total": total,
        "until": form.cleaned_data.get("until") or now,
        "progress": progress,
        "told": _("%(reached)s of %(total)s") % {"reached": progress.reached, "total": total}
        if progress
        else "",
        "needs_reason": way == Way.REMOVE,
        "causes": causes(),
        "sample": [] if progress else _sample(rows),
        "unlisted": max(total - SAMPLE, 0),
        "back": back(request),
    }
    wrong = bool(request.POST.get("total")) and not form.is_valid()
    template = "admin/comments/queue/many.html"
    return TemplateResponse(request, template, context, status=UNPROCESSABLE if wrong else 200)


def _sample(rows: "QuerySet[Waiting]") -> list[Comment]:
    ids = list(rows.values_list("pk", flat=True)[:SAMPLE])
    return list(Comment.objects.filter(pk__in=ids).defer("html").order_by("pk"))
