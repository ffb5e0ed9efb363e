"""What is here, written as our own lines of version 2."""

import json
from datetime import UTC

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Flag,
    Hold,
    LedgerRow,
    Move,
    Note,
    OldAddress,
    Pingback,
    Reason,
    Sanction,
    StateChange,
)

LOG = {
    "decision": (Decision, ["verb", "branch", "reason", "tells_author", "before", "after"]),
    "change": (StateChange, ["before", "after"]),
    "move": (Move, ["size", "from_ordinal", "to_ordinal"]),
    "hold": (Hold, ["code", "evidence", "name"]),
    "flag": (Flag, ["counts", "reason", "words"]),
    "appeal": (Appeal, ["words"]),
}
IDS = {
    "article_id": "article",
    "comment_id": "comment",
    "decision_id": "decision",
    "undoes_id": "undoes",
    "from_parent_id": "from_parent",
    "from_tree": "from_tree",
    "to_parent_id": "to_parent",
    "to_tree": "to_tree",
    "lifted_by_id": "lifted_by",
}
TIMES = ["decided_at", "changed_at", "created_at", "written_at", "until"]


def lines() -> list[dict[str, object]]:
    found = [{"understory": 2, "site": settings.SITE_NAME, "made_at": _time(timezone.now())}]
    found += [
        {"type": "reason"} | _of(r, "name", "words", "position", "is_active")
        for r in Reason.objects.all()
    ]
    for article in Article.objects.order_by("pk"):
        found += [_article(article), *map(_comment, _comments(article))]
        found += [
            {"type": "pingback"} | _line(p, ["name", "website", "text", "state"])
            for p in Pingback.objects.filter(article=article)
        ]
        found += _log(article=article)
    found += _log(article=None, kinds=["decision"])
    found += [_person("note", note, "words", "moderator_name") for note in Note.objects.all()]
    found += [
        _person("sanction", each, "does", "name", "reason") | {"key": _key(each.key)}
        for each in Sanction.objects.order_by("pk")
    ]
    return [*found, {"type": "end", "lines": len(found)}]


def written(rows: list[dict[str, object]] | None = None) -> bytes:
    if rows is None:
        rows = [{k: v for k, v in row.items() if v or k == "closes_after_days"} for row in lines()]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def ended(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """With an end, and as many lines as there are."""
    return [*rows, {"type": "end", "lines": len(rows)}]


def _article(article):
    said = _of(article, "slug", "title", "byline", "summary", "body", "state", "comments")
    said |= _of(article, "closes_after_days", "moderation")
    said |= {name: _time(getattr(article, name)) for name in ("published_at", "created_at")}
    head = getattr(article, "conversation", None)
    said |= {"type": "article", "id": str(article.pk), "updated_at": _time(article.updated_at)}
    return said | {
        "former_slugs": [f.slug for f in article.former_slugs.all()],
        "threads_numbered": head.threads_numbered if head else 0,
        "addresses": [a.address for a in OldAddress.objects.filter(article=article, comment=None)],
    }  # fmt: skip


def _comments(article):
    threads = Comment.objects.under(article).filter(level=0).order_by("tree_id")
    return [c for root in threads for c in Comment.objects.filter(tree_id=root.pk).order_by("lft")]


def _comment(comment):
    names = ["ordinal", "replies_numbered", "state", "name", "email", "website", "text"]
    names += ["revision", "closed", "pinned", "picked"]
    votes = LedgerRow.objects.filter(kind="comment", comment=comment).first()
    return {
        "type": "comment",
        **_line(comment, names),
        "parent": str(comment.parent_id or ""),
        "number": comment.number,
        "published_at": _time(comment.published_at),
        "edited_at": _time(comment.edited_at),
        "account": _username(comment.author_id),
        "guest": str(comment.guest or ""),
        "email_key": str(comment.email_key or ""),
        "earlier": [
            {"text": r.text, "replaced_at": _time(r.replaced_at)}
            for r in comment.revisions.order_by("pk")
        ],
        "likes": votes and votes.likes,
        "dislikes": votes and votes.dislikes,
        "addresses": [str(a) for a in OldAddress.objects.filter(comment=comment)],
    }


def _log(kinds=tuple(LOG), **about):
    for kind in kinds:
        model, names = LOG[kind]
        for row in model.objects.filter(**about).order_by("pk"):
            yield {"type": kind} | _line(row, names) | _by_whom(row)


def _by_whom(row):
    said = {}
    if isinstance(row, Decision):
        said = {"cause": row.cause and row.cause.name, "person": _key(row.person)}
        said |= {"moderator": _username(row.moderator_id), "moderator_name": row.moderator_name}
    if isinstance(row, Flag):
        said = {"account": _username(row.author_id), "guest": str(row.guest or "")}
    return said


def _person(kind, row, *names):
    said = {"type": kind} | _line(row, names) | {"person": _key(row.person)}
    return said | ({"moderator": _username(row.moderator_id)} if kind == "note" else {})


def _line(row, names):
    ids = {name: str(value) for at, name in IDS.items() if (value := getattr(row, at, None))}
    times = {name: _time(value) for name in TIMES if (value := getattr(row, name, None))}
    return {"id": str(row.pk)} | ids | times | _of(row, *names)


def _of(row, *names):
    return {name: getattr(row, name) for name in names}


def _time(at):
    return at and at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _username(pk):
    return User.objects.filter(pk=pk).values_list("username", flat=True).first() or ""


def _key(person):
    if person[:1] == "a":
        name = _username(int(person[1:]))
        return f"a:{name}" if name else ""
    return person
