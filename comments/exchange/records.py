"""What a reader of any format yields, in whatever order: articles, comments, and other rows.

Nobody changes them; frozen, they would take five times as long to make.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from comments.rules import State


class Markup(StrEnum):
    PLAIN = "plain"
    MARKDOWN = "markdown"
    # Markdown of other programs, which show pictures; and of those to which tags are HTML.
    PICTURED = "markdown with pictures"
    TAGGED = "markdown with tags"
    HTML = "html"
    # HTML in which a line break is one, and an empty line parts paragraphs.
    LINES = "lines"

    @property
    def told(self) -> "Markup":
        """As the ledger has known it before kinds of Markdown were told apart."""
        return Markup.MARKDOWN if self in {Markup.PICTURED, Markup.TAGGED} else self


class SourceError(ValueError):
    """The file cannot be read as what it seems to be; `place` says where."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


def sentence(error: SourceError) -> str:
    """As it stands on a page: a file's name keeps its first letter."""
    said = str(error)
    return f"{said}." if error.place else f"{said[:1].upper()}{said[1:]}."


@dataclass(slots=True)
class OwnArticle:
    """What only our own lines say of an article, to be kept as it is."""

    created_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str = ""
    comments: str = "open"
    closes_after_days: int | None = None
    moderation: str = "publish"
    threads_numbered: int = 0
    former_slugs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(slots=True)
class OwnComment:
    """What only our own lines say of a comment, to be kept as it is.

    `number` is its place among its siblings, `account` a username, `guest` and `email_key` are
    the digits of hashes, `earlier` its texts before this one.
    """

    number: int | None = None
    replies_numbered: int = 0
    published_at: datetime | None = None
    account: str = ""
    guest: str = ""
    email_key: str = ""
    revision: int = 1
    closed: bool = False
    pinned: bool = False
    picked: bool = False
    earlier: tuple[tuple[str, datetime], ...] = ()
    addresses: tuple[str, ...] = ()
    # Whether account and guest are said at all; if not, those that are here stay.
    has_persons: bool = True


@dataclass(slots=True)
class SourceArticle:
    """`short_url` is another address that leads to the same page there."""

    key: str
    place: str
    url: str = ""
    short_url: str = ""
    slug: str = ""
    title: str = ""
    byline: str = ""
    text: str = ""
    markup: Markup = Markup.HTML
    published_at: datetime | None = None
    is_public: bool = True
    own: OwnArticle | None = None
    # To new comments.
    is_closed: bool = False


@dataclass(slots=True)
class SourceComment:
    """`article` and `parent` are keys of the source; an empty parent: it heads a thread."""

    key: str
    place: str
    article: str
    parent: str = ""
    created_at: datetime | None = None
    name: str = ""
    email: str = ""
    website: str = ""
    text: str = ""
    markup: Markup = Markup.HTML
    state: State = State.PUBLISHED
    is_pingback: bool = False
    # Where it was found; the article's address is put before a bare "#anchor".
    url: str = ""
    earlier: str = ""
    edited_at: datetime | None = None
    likes: int | None = None
    dislikes: int | None = None
    # What had to be settled when it was read.
    notes: tuple[str, ...] = ()
    own: OwnComment | None = None


@dataclass(slots=True)
class OtherRow:
    """A row that is neither, such as a picture or a menu."""

    key: str
    place: str
    reason: str


@dataclass(slots=True)
class LogLine:
    """What happened to comments, as our own lines say it: comments/exchange/happened.py."""

    kind: str
    key: str
    place: str
    fields: dict[str, Any]


@dataclass(slots=True)
class Site:
    """Where the rows that follow are from. `is_ours`: their ids and order are to be kept."""

    name: str
    is_ours: bool = False


Row = SourceArticle | SourceComment | LogLine | OtherRow
Record = Row | Site


def told(record: Row) -> list[object]:
    """All that a row says; where it stands in the file, and that it was odd, is no part of it."""
    # Nothing says more now than it did before these were there to be said.
    later = (getattr(record, name, None) for name in LATER)
    return [*TOLD[type(record)](record), *filter(None, later)]


LATER = ("own", "is_closed")
BESIDE = {"place", "notes", *LATER}
TOLD_AS = {"markup": "markup.told"}
TOLD: dict[type, Callable[[object], tuple[object, ...]]] = {
    kind: attrgetter(
        *(TOLD_AS.get(field.name, field.name) for field in fields(kind) if field.name not in BESIDE)
    )
    for kind in (SourceArticle, SourceComment, LogLine, OtherRow)
}
