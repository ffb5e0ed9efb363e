"""What a decision about a branch would do, said before it is done."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from comments.models import Comment
from comments.moderation import wording
from comments.moderation.base import ModerationAdmin
from comments.moderation.batch import Batch, plan
from comments.moderation.forms import DecisionForm
from comments.rules import MODERATION, Verb

SAMPLE = 10
# What the page carries on to the decision.
CARRIED = ("verb", "branch", "cause", "reason", "tells_author")


def question(
    model_admin: ModerationAdmin, request: HttpRequest, comment: Comment, form: DecisionForm
) -> HttpResponse | None:
    """The page that asks, unless the moderator has seen what the decision would do now."""
    if not form.cleaned_data["branch"]:
        return None
    batch = plan(Verb(form.cleaned_data["verb"]), [comment.pk], branch=True)
    seen = request.POST.get("previewed")
    if not batch.affected or seen == str(batch.affected):
        return None
    context = model_admin.page_context(request, comment) | {
        "title": wording.would(batch.verb, batch.affected).capitalize(),
        "batch": batch,
        "would": wording.would_by(batch.verb, batch.affected, batch.people),
        "sample": _sample(comment, batch),
        "unlisted": max(batch.affected - SAMPLE, 0),
        "carried": [form[name].as_hidden() for name in CARRIED],
        "form": form,
        "has_changed": seen is not None,
    }
    return TemplateResponse(request, "admin/comments/comment/branch.html", context)


def _sample(comment: Comment, batch: Batch) -> list[Comment]:
    would_change = comment.branch().filter(state__in=MODERATION[batch.verb])
    return list(would_change.order_by("lft").defer("html")[:SAMPLE])
