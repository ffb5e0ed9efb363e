"""What a reader of any format yields, in whatever order: articles, comments, and other rows.

Nobody changes them; frozen, they would take five times as long to make.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comments.rules import State


class Markup(StrEnum):
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    # HTML in which a line break is one, and an empty line parts paragraphs.
    LINES = "lines"


class SourceError(ValueError):
    """The file cannot be read as what it seems to be; `place` says where."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)


@dataclass(slots=True)
class SourceArticle:
    key: str
    place: str
    url: str = ""
    slug: str = ""
    title: str = ""
    byline: str = ""
    text: str = ""
    markup: Markup = Markup.HTML
    published_at: datetime | None = None
    is_public: bool = True


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


@dataclass(slots=True)
class OtherRow:
    """A row that is neither, such as a picture or a menu."""

    key: str
    place: str
    reason: str


@dataclass(slots=True)
class Site:
    """Where the rows that follow are from."""

    name: str


Record = SourceArticle | SourceComment | OtherRow | Site
