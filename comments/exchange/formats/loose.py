"""Rows as programs elsewhere wrote them, who cared less for types than for getting on."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from comments.exchange.formats import times
from comments.exchange.records import SourceArticle, SourceError
from comments.exchange.words import clean

LONGEST_KEY = 120
MANY = 1 << 31


class Loose:
    """Texts may be numbers and numbers texts; a list where words should be is an error."""

    def __init__(self, row: Any, place: str) -> None:
        if not isinstance(row, Mapping):
            raise SourceError(place, "is no object with fields")
        self.row = row
        self.place = place

    def text(self, *names: str) -> str:
        """The first of these that says something."""
        return next(filter(None, map(self._text, names)), "")

    def _text(self, name: str) -> str:
        value = self.row.get(name)
        if value is None or value is False:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, str | int | float):
            raise SourceError(self.place, f"“{name}” is no text")
        return clean(str(value))

    def parent(self, *names: str) -> str:
        """Nobody is answered by 0."""
        key = self.text(*names)
        return "" if key == "0" else key

    def number(self, name: str) -> int | None:
        said = self.row.get(name)
        try:
            value = float("nan" if said is None else said)
        except (TypeError, ValueError, OverflowError):
            return None
        return int(value) if abs(value) < MANY else None

    def is_true(self, name: str) -> bool:
        return str(self.row.get(name)).strip().lower() in {"true", "1"}

    def time(self, *names: str) -> datetime | None:
        return next(filter(None, (times.any_of(self.row.get(name)) for name in names)), None)

    def row_of(self, name: str) -> "Loose":
        return Loose(self.row.get(name) or {}, self.place)


class Pages:
    """Articles of which an export knows nothing but what their comments say."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()

    def first_of(
        self, row: Loose, page: str, url: str, title: str, *, is_closed: bool = False
    ) -> Iterator[SourceArticle]:
        """The article, the first time that its page is named."""
        known = blake2b(page.encode(), digest_size=12).digest()
        if page and known not in self.seen:
            self.seen.add(known)
            key = short_key(page)
            yield SourceArticle(key, row.place, url=url, title=title, is_closed=is_closed)


def votes_of(score: int | None) -> tuple[int | None, int | None]:
    """Where only the difference is known: so many for it, or so many against it."""
    return (None, None) if score is None else (max(score, 0), max(-score, 0))


def short_key(text: str) -> str:
    """An address that serves as an id, cut without becoming that of another."""
    if len(text) <= LONGEST_KEY:
        return text
    return f"{text[: LONGEST_KEY - 17]}~{blake2b(text.encode(), digest_size=8).hexdigest()}"
