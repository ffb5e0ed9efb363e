"""Isso: its database, and the list of threads in JSON that it imports itself."""

from collections.abc import Iterator
from typing import Any

from comments.exchange.formats import large_json, sqlite
from comments.exchange.formats.files import Part
from comments.exchange.formats.large_json import ANY, Item
from comments.exchange.formats.loose import Loose, short_key
from comments.exchange.records import Markup, Record, SourceArticle, SourceComment, SourceError
from comments.rules import State

NAME = "Isso database or list of threads"
THREAD = ("uri", "title")
COMMENT = (
    "tid", "parent", "created", "modified", "mode", "text", "author", "email", "website", "likes",
    "dislikes",
)  # fmt: skip
# They are kept in memory; a site has far fewer.
MOST_THREADS = 200_000
LONGEST_TITLE = 300
# What is not said to wait or to be deleted is public in a list; a database always says it.
STATES = {"": State.PUBLISHED, "1": State.PUBLISHED, "4": State.REMOVED}


def is_it(head: bytes) -> bool:
    if head.startswith(sqlite.MAGIC):
        return True
    begin, keys = large_json.keys_of(head)
    return begin == "[" and "comments" in keys


def read(part: Part) -> Iterator[Record]:
    is_database = part.head().startswith(sqlite.MAGIC)
    return _database(part) if is_database else _threads(part)


def _database(part: Part) -> Iterator[Record]:
    with sqlite.opened(part) as database:
        for row in database.rows("threads", "id", THREAD):
            yield _article(row, row.text("id"), row.text("uri"))
        for row in database.rows("comments", "id", COMMENT):
            yield _comment(row, row.text("tid"), row.text("id"), row.parent("parent"))


def _threads(part: Part) -> Iterator[Record]:
    """Comments' ids are told apart only within a thread, whose own id may come after them."""
    threads: dict[int, dict[str, Any]] = {}
    for item in large_json.items(part, (ANY, "id"), (ANY, "title")):
        threads.setdefault(item.nth, {"nth": item.nth})[item.path[-1]] = _short(item)
        if len(threads) > MOST_THREADS:
            raise SourceError(item.place, f"more than {MOST_THREADS:,} threads")
    for nth, thread in threads.items():
        row = Loose(thread, f"{part.name}, item {nth}")
        yield _article(row, row.text("id", "title"), row.text("id"))
    for item in large_json.items(part, (ANY, "comments", ANY)):
        row = Loose(item.value, item.place)
        article = Loose(threads.get(item.nth, {}), item.place).text("id", "title")
        key, parent = row.text("id"), row.parent("parent")
        yield _comment(row, article, *(one and f"{article}/{one}" for one in (key, parent)))


def _short(item: Item) -> str:
    name = item.path[-1]
    text = Loose({name: item.value}, item.place).text(name)
    return short_key(text) if name == "id" else text[:LONGEST_TITLE]


def _article(row: Loose, key: str, uri: str) -> SourceArticle:
    return SourceArticle(key=key, place=row.place, url=uri, title=row.text("title"))


def _comment(row: Loose, article: str, key: str, parent: str) -> SourceComment:
    return SourceComment(
        key=key,
        place=row.place,
        article=article,
        parent=parent,
        created_at=row.time("created"),
        name=row.text("author"),
        email=row.text("email"),
        website=row.text("website"),
        text=row.text("text"),
        markup=Markup.TAGGED,
        state=STATES.get(row.text("mode"), State.HELD),
        url=f"#isso-{row.text('id')}" if row.text("id") else "",
        edited_at=row.time("modified"),
        likes=row.number("likes"),
        dislikes=row.number("dislikes"),
    )
