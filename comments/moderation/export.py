"""The log as CSV: a row for each comment that a decision changed, or one if it changed none.

Lossless, so that a branch can be followed comment by comment: what was decided stands in each of
its rows, under the same id. Written to a file first, as whole conversations are, so that neither
memory holds it nor the database waits for a slow reader; from one snapshot.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import TextIOWrapper
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from comments.models import Decision

FETCHED_AT_ONCE = 1_000
COLUMNS = {
    "decision": "id",
    "decided_at": "decided_at",
    "moderator": "moderator_name",
    "verb": "verb",
    "branch": "branch",
    "undoes": "undoes",
    "article": "article",
    "title": "article__title",
    "comment": "comment",
    "person": "person",
    "cause": "cause__name",
    "words": "reason",
    "tells_author": "tells_author",
    "before": "before",
    "after": "after",
    "changed_comment": "changes__comment",
    "state_before": "changes__before",
    "state_after": "changes__after",
    "moved_comment": "move__comment",
    "parent_before": "move__from_parent",
    "number_before": "move__from_ordinal",
    "parent_after": "move__to_parent",
    "number_after": "move__to_ordinal",
}
# What a spreadsheet would take for a formula, in either width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def answer(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    """What the list shows under the same filters, all pages of it."""
    try:
        found = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse("admin:comments_decision_changelist"))
    file = TemporaryFile("w+b")  # noqa: SIM115 - the response closes it
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    write(text, found)
    text.detach()
    file.seek(0)
    name = f"decisions-{timezone.localdate():%Y-%m-%d}.csv"
    kind = "text/csv; charset=utf-8"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


def write(file: Any, found: "QuerySet[Decision]") -> None:
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    # The list fetches what stands beside its rows, and leaves out the rest: neither is wanted.
    plain = found.select_related(None).defer(None).order_by("-id", "changes__id")
    rows = plain.values_list(*COLUMNS.values())
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        # Nothing can match, such as an article's number that is none: there is nothing to ask.
        return
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        writer.writerows(map(_row, _many(cursor)))


def _many(cursor: Any) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(iter(lambda: cursor.fetchmany(FETCHED_AT_ONCE), []))


def _row(values: tuple[Any, ...]) -> list[Any]:
    return [_cell(value) for value in values]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value
