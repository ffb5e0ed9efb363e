from typing import Any

from django import template

from comments.models import Waiting
from comments.moderation.base import is_moderator
from comments.moderation.queue.asking import counted, told

register = template.Library()


@register.inclusion_tag("admin/comments/queue/_index.html", takes_context=True)
def what_waits(context: dict[str, Any]) -> dict[str, Any]:
    """How much is in the queue, for those who may decide about it."""
    may = is_moderator(context["request"])
    count = counted(Waiting.objects.all()) if may else 0
    return {"may": may, "count": count, "waits": told(count)}
