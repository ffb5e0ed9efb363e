from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment, Waiting
from comments.moderation.base import ModerationAdmin
from comments.moderation.forms import causes
from comments.moderation.queue.asking import (
    AGES,
    OLDER,
    Asked,
    Place,
    counted,
    place_of,
    told,
)
from comments.moderation.queue.choices import WAYS
from comments.moderation.queue.items import Item, in_a_row, items_of
from comments.moderation.queue.reasons import all_words, known_codes

PAGE = 20
TEMPLATE = "admin/comments/queue/queue.html"


def page(
    model_admin: ModerationAdmin,
    request: HttpRequest,
    asked: Asked,
    *,
    after: Place | None = None,
    first: Item | None = None,
    status: int = 200,
) -> HttpResponse:
    """A part of the queue; `first` stands before all: what was said of it was not accepted."""
    rows = asked.page(after, PAGE)
    shown = rows[:PAGE]
    items = items_of([row for row in shown if first is None or row.pk != first.waiting.pk])
    waits = told(counted(Waiting.objects.all()))
    context = model_admin.page_context(request) | {
        "title": _("(%s) Waiting") % waits,
        "waits": waits,
        "matching": waits if asked.is_all else told(counted(asked.rows())),
        "asked": asked,
        "after": after,
        "items": in_a_row([first, *items] if first else items),
        "more": asked.query(place_of(shown[-1])) if len(rows) > PAGE else "",
        "causes": causes(),
        "ways": WAYS.items(),
        **_filters(asked),
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _filters(asked: Asked) -> dict[str, Any]:
    codes = known_codes()
    if asked.why and asked.why not in codes:
        codes.append(asked.why)
    return {
        "codes": all_words(codes),
        "ages": [(f"{older}{age}", words) for older, age, words in _ages()],
        "article": asked.article and Article.objects.filter(pk=asked.article).first(),
        "person_name": _name(asked) if asked.person else "",
    }


def _ages() -> list[tuple[str, str, str]]:
    words = {
        "hour": (_("less than an hour"), _("more than an hour")),
        "day": (_("less than a day"), _("more than a day")),
        "week": (_("less than a week"), _("more than a week")),
    }
    return [(older, age, words[age][bool(older)]) for older in ("", OLDER) for age in AGES]


def _name(asked: Asked) -> str:
    rows = Asked(person=asked.person).rows()
    names = Comment.objects.filter(pk__in=rows.values("comment")[:1])
    return names.values_list("name", flat=True).first() or asked.person
