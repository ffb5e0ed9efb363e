"""All that is held about a person, as plain values: section by section, a row after the other.

Others stay out of it: who reported and who decided are not named.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from comments.dossier.accounts import log_lines, sessions_of
from comments.dossier.described import Row, comment_row, decided, flag_row, import_row
from comments.dossier.whom import THEIRS, Whom
from comments.models import Comment, Decision, Flag, LedgerRow, Note, Pingback, Sanction
from comments.persons.keys import Kind
from comments.querysets import number_text, numbers_of
from comments.statements import ask

AT_ONCE = 500
BESIDE = (
    *("revisions", "holds", "flags", "appeals", "decisions__cause"),
    *("history__decision__cause",),
)
UNREAD = ("html", "article__summary", "article__body", "article__body_html")

Section = tuple[str, Iterable[Any]]


def sections(whom: Whom, site: str) -> Iterator[Section]:
    """`site` stands before addresses, if it is known."""
    yield "accounts", (_account(user, whom) for user in whom.accounts().order_by("pk"))
    yield "sessions", ({"open": len(keys)} for keys in [sessions_of(whom)] if keys)
    yield "comments", _comments(whom, site)
    yield "reports", (flag_row(flag, site) for flag in _flags(whom).iterator(AT_ONCE))
    yield "decisions", (decided(each, says_why=True) for each in _decisions(whom))
    yield "notes", ({"at": note.written_at, "words": note.words} for note in _notes(whom))
    yield "bans", map(_ban, _bans(whom))
    yield "pingbacks", map(_pingback, _pingbacks(whom))


def _account(user: Any, whom: Whom) -> Row:
    lines = log_lines(Whom(tuple(key for key in whom.keys if key.value == user.pk)))
    return {
        "number": user.pk,
        "username": user.get_username(),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "is_active": user.is_active,
        "joined": user.date_joined,
        "last_signed_in": user.last_login,
        "groups": [group.name for group in user.groups.order_by("name")],
        "decisions_made": Decision.objects.filter(moderator=user).count(),
        "changed_in_the_admin": list(lines.values_list("action_time", flat=True)),
    }


def _comments(whom: Whom, site: str) -> Iterator[Row]:
    ids = [pk for (pk,) in ask(f"{THEIRS} ORDER BY id", whom.values)]
    for start in range(0, len(ids), AT_ONCE):
        yield from _some(ids[start : start + AT_ONCE], whom, site)


def _some(ids: list[int], whom: Whom, site: str) -> Iterator[Row]:
    numbers = numbers_of(ids)
    imports: dict[int, list[Row]] = {}
    for line in LedgerRow.objects.filter(comment__in=ids).select_related("run").order_by("id"):
        imports.setdefault(line.comment_id or 0, []).append(import_row(line))
    found = Comment.objects.filter(pk__in=ids).defer(*UNREAD)
    beside = found.select_related("article", "address", "spam_lesson").prefetch_related(*BESIDE)
    keys = whom.values["keys"]
    for comment in beside.order_by("pk"):
        yield {
            "number": number_text(numbers[comment.pk]),
            **comment_row(comment, keys, site),
            "imported": imports.get(comment.pk, []),
            "answers": str(comment.parent_id) if comment.parent_id else None,
            "id": str(comment.pk),
        }


def _flags(whom: Whom) -> "QuerySet[Flag]":
    theirs = Q(author__in=whom.of(Kind.ACCOUNT)) | Q(guest__in=whom.of(Kind.GUEST))
    return Flag.objects.filter(theirs).select_related("article").order_by("pk")


def _decisions(whom: Whom) -> "QuerySet[Decision]":
    found = Decision.objects.filter(person__in=whom.values["keys"])
    return found.select_related("cause").order_by("pk")


def _notes(whom: Whom) -> "QuerySet[Note]":
    return Note.objects.filter(person__in=whom.values["keys"]).order_by("pk")


def _bans(whom: Whom) -> "QuerySet[Sanction]":
    keys = whom.values["keys"]
    found = Sanction.objects.filter(Q(key__in=keys) | Q(person__in=keys))
    return found.select_related("decision", "lifted_by").order_by("pk")


def _pingbacks(whom: Whom) -> "QuerySet[Pingback]":
    theirs = Q(pk__in=[])
    for site in whom.websites:
        theirs |= Q(website=site) | Q(website__startswith=f"{site}/")
    return Pingback.objects.filter(theirs).select_related("article").order_by("pk")


def _ban(ban: Sanction) -> Row:
    lifted: datetime | None = ban.lifted_by.decided_at if ban.lifted_by else None
    return {
        "what": str(Sanction.Does(ban.does).label),
        "known_by": ban.called,
        "name": ban.name,
        "since": ban.decision.decided_at,
        "until": ban.until,
        "lifted": lifted,
        "reason": ban.reason,
    }


def _pingback(one: Pingback) -> Row:
    return {
        "article": one.article.title,
        "written": one.created_at,
        "name": one.name,
        "website": one.website,
        "state": one.state,
        "text": one.text,
    }
