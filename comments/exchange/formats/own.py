"""Version 2 of our own lines, which leaves nothing out; docs/exporting.md has its fields."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from articles.ids import first_id_of
from articles.models import SLUG_LENGTH
from comments.exchange.addresses import LONGEST, LONGEST_FRAGMENT
from comments.exchange.formats.lines import LARGEST_NUMBER, Fields
from comments.exchange.formats.log import (
    LOG,
    LONGEST_WORDS,
    REASON,
    REASON_NAME_LENGTH,
    SMALL,
    USERNAME_LENGTH,
    identity,
    moment,
    needed,
    said,
)
from comments.exchange.records import (
    LogLine,
    Markup,
    OwnArticle,
    OwnComment,
    Record,
    Site,
    SourceArticle,
    SourceComment,
    SourceError,
)
from comments.rules import State

VERSION = 2
# A page, "#" and an anchor.
ADDRESS_LENGTH = LONGEST + 1 + LONGEST_FRAGMENT
TITLE_LENGTH = 200
# Clocks differ.
TOMORROW = timedelta(days=1)


def records(first: Fields, rows: Iterable[Fields]) -> Iterator[Record]:
    yield Site(first.exact("site"), is_ours=True)
    before, newest = 1, first_id_of(datetime.now(UTC) + TOMORROW)
    source = iter(rows)
    last = first
    for last in source:
        if last.row.get("type") == "end":
            _require_end(last, before, source)
            return
        before += 1
        yield _record(last, newest)
    raise SourceError(last.place, "the file ends before its end")


def _require_end(end: Fields, before: int, rest: Iterator[Fields]) -> None:
    if end.number("lines", 0) != before:
        raise SourceError(end.place, f"“lines” is not {before:,}, as many as stand before it")
    for more in rest:
        raise SourceError(more.place, "stands behind the end")


def _record(row: Fields, newest: int) -> Record:
    kind = row.text("type")
    if kind == "reason":
        return LogLine(
            "reason", needed(row, "name", REASON_NAME_LENGTH), row.place, said(row, REASON)
        )
    key = identity(row, "id")
    if not key or int(key) > newest:
        raise row.wrong("id", "is no id of ours")
    if kind == "article":
        return _article(row, key)
    if kind in {"comment", "pingback"}:
        return _comment(row, key, is_pingback=kind == "pingback")
    if kind not in LOG:
        known = ", ".join(["article", "comment", "pingback", "reason", *LOG, "end"])
        raise row.wrong("type", f"is none of {known}")
    return LogLine(kind, key, row.place, said(row, LOG[kind]))


def _article(row: Fields, key: str) -> SourceArticle:
    return SourceArticle(
        key=key,
        place=row.place,
        slug=row.exact("slug", SLUG_LENGTH),
        title=row.exact("title", TITLE_LENGTH),
        byline=row.exact("byline", TITLE_LENGTH),
        text=row.exact("body"),
        markup=Markup.MARKDOWN,
        published_at=row.time("published_at"),
        is_public=row.one_of("state", ("published", "draft")) == "published",
        own=OwnArticle(
            created_at=row.time("created_at"),
            updated_at=row.time("updated_at"),
            summary=row.exact("summary", LONGEST_WORDS),
            comments=row.one_of("comments", ("open", "closed")),
            closes_after_days=row.number("closes_after_days", 0, SMALL),
            moderation=row.one_of("moderation", ("publish", "hold")),
            threads_numbered=row.number("threads_numbered", 0) or 0,
            former_slugs=row.texts("former_slugs", SLUG_LENGTH),
            addresses=row.texts("addresses", ADDRESS_LENGTH),
        ),
    )


def _comment(row: Fields, key: str, *, is_pingback: bool) -> SourceComment:
    return SourceComment(
        key=key,
        place=row.place,
        article=identity(row, "article"),
        parent=identity(row, "parent"),
        created_at=row.time("created_at"),
        name=row.exact("name"),
        email=row.exact("email"),
        website=row.exact("website"),
        text=row.exact("text"),
        markup=Markup.MARKDOWN,
        state=State(row.one_of("state", tuple(State))),
        is_pingback=is_pingback,
        edited_at=row.time("edited_at"),
        likes=row.number("likes", -LARGEST_NUMBER),
        dislikes=row.number("dislikes", -LARGEST_NUMBER),
        own=OwnComment(
            number=row.number("ordinal", 0) or None,
            replies_numbered=row.number("replies_numbered", 0) or 0,
            published_at=row.time("published_at"),
            account=row.exact("account", USERNAME_LENGTH),
            guest=row.uuid("guest"),
            email_key=row.uuid("email_key"),
            revision=row.number("revision", 1) or 1,
            closed=row.flag("closed"),
            pinned=row.flag("pinned"),
            picked=row.flag("picked"),
            earlier=tuple(
                (one.exact("text"), moment(one, "replaced_at")) for one in row.objects("earlier")
            ),
            addresses=row.texts("addresses", ADDRESS_LENGTH),
        ),
    )
