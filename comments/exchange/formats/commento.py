"""Commento's export (version 1), and that of Comentario, which came of it (versions 1 and 3)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from comments.exchange.formats import large_json
from comments.exchange.formats.files import Part
from comments.exchange.formats.large_json import ANY
from comments.exchange.formats.loose import Loose, Pages, short_key, votes_of
from comments.exchange.records import (
    Markup,
    Record,
    Site,
    SourceArticle,
    SourceComment,
    SourceError,
)
from comments.exchange.words import NAMELESS
from comments.rules import State

NAME = "Commento or Comentario export"
COMMENTO, COMENTARIO = "1", "3"
STATES = {"": State.PUBLISHED, "approved": State.PUBLISHED}
DELETED, NOTHING = "[deleted]", "undefined"
ROOT = "root"
# As whom people wrote who were not asked who they are.
ANYBODY = {"anonymous", "0" * 64, "00000000-0000-0000-0000-000000000000"}


def is_it(head: bytes) -> bool:
    begin, keys = large_json.keys_of(head)
    return begin == "{" and "version" in keys and bool(keys & {"comments", "commenters", "pages"})


def read(part: Part) -> Iterator[Record]:
    """Who wrote them may come after all comments."""
    with closing(sqlite3.connect("")) as link:
        people, version = _People(link), ""
        for item in large_json.items(part, ("version",), ("pages", ANY), ("commenters", ANY)):
            if item.path[0] == "version":
                version = Loose({"version": item.value}, item.place).text("version")
            elif item.path[0] == "pages":
                yield _page(Loose(item.value, item.place))
            else:
                people.add(Loose(item.value, item.place))
        if version not in {COMMENTO, COMENTARIO}:
            raise SourceError(part.name, f"“version” is {version or 'missing'}: not one of 1 and 3")
        pages = Pages()
        for item in large_json.items(part, ("comments", ANY)):
            row = Loose(item.value, item.place)
            yield from (
                _of_comentario(row, people)
                if version == COMENTARIO
                else _of_commento(row, people, pages)
            )


class _People:
    """Name, e-mail and website by id: on disk, so that their number does not matter."""

    def __init__(self, link: sqlite3.Connection) -> None:
        self.link = link
        link.execute("CREATE TABLE people (id TEXT PRIMARY KEY, name, email, website)")

    def add(self, row: Loose) -> None:
        said = (row.text("commenterHex", "id"), row.text("name"), row.text("email"))
        website = row.text("websiteUrl", "link").removesuffix(NOTHING)
        self.link.execute("INSERT OR IGNORE INTO people VALUES (?, ?, ?, ?)", (*said, website))

    def named(self, key: str) -> tuple[str, str, str]:
        asked = "SELECT name, email, website FROM people WHERE id = ?"
        found = self.link.execute(asked, [key]).fetchone()
        return found or (NAMELESS if key in ANYBODY else "", "", "")


def _page(row: Loose) -> SourceArticle:
    return SourceArticle(
        key=row.text("id"),
        place=row.place,
        url=_path(row.text("path")),
        title=row.text("title"),
        is_closed=row.is_true("isReadonly"),
    )


def _path(text: str) -> str:
    """A page may be known by a word of its own instead, without a slash."""
    return text if text.startswith("/") else f"/{text}"


def _of_commento(row: Loose, people: _People, pages: Pages) -> Iterator[Record]:
    """Paths are called addresses by the one and paths by the other."""
    host, path = row.text("domain", "host"), row.text("path", "url")
    if host:
        yield Site(host)
    page = f"{host}{path}"
    path = _path(path)
    yield from pages.first_of(row, page, f"https://{host}{path}" if host else path, "")
    words = "" if row.text("markdown") == DELETED else row.text("markdown", "html")
    is_deleted = row.is_true("deleted") or not words or row.text("state") == "deleted"
    name, email, website = people.named(row.text("commenterHex"))
    likes, dislikes = votes_of(row.number("score"))
    key, parent = row.text("commentHex"), row.text("parentHex")
    yield SourceComment(
        key=key,
        place=row.place,
        article=short_key(page),
        parent="" if parent == ROOT else parent,
        created_at=row.time("creationDate"),
        name=name,
        email=email,
        website=website,
        text=words,
        markup=_markup(row),
        state=State.REMOVED if is_deleted else STATES.get(row.text("state"), State.HELD),
        url=f"#commento-{key}" if key else "",
        likes=likes,
        dislikes=dislikes,
    )


def _of_comentario(row: Loose, people: _People) -> Iterator[Record]:
    name, email, website = people.named(row.text("userCreated"))
    likes, dislikes = votes_of(row.number("score"))
    key = row.text("id")
    yield SourceComment(
        key=key,
        place=row.place,
        article=row.text("pageId"),
        parent=row.text("parentId"),
        created_at=row.time("createdTime"),
        name=row.text("authorName") or name,
        email=email,
        website=website,
        text=row.text("markdown", "html"),
        markup=_markup(row),
        state=_state(row),
        url=f"#comentario-{key}" if key else "",
        edited_at=row.time("editedTime"),
        likes=likes,
        dislikes=dislikes,
    )


def _markup(row: Loose) -> Markup:
    return Markup.PICTURED if row.text("markdown") else Markup.HTML


def _state(row: Loose) -> State:
    """What neither waits nor was approved was rejected."""
    if row.is_true("isDeleted"):
        writer = row.text("userCreated")
        is_own = writer not in ANYBODY and writer == row.text("userDeleted") != ""
        return State.WITHDRAWN if is_own else State.REMOVED
    if row.is_true("isPending"):
        return State.HELD
    return State.PUBLISHED if row.is_true("isApproved") else State.REMOVED
