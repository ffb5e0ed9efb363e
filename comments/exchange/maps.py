"""What an editor's map says: which article here is meant by an address elsewhere."""

import csv
from collections.abc import Iterator
from pathlib import Path

from articles.models import Article
from comments.exchange.addresses import page_key, slug_in
from comments.exchange.records import SourceError


def read_map(file: Path, known_as: str = "") -> dict[str, Article]:
    """From lines of `address elsewhere,slug or address here`."""
    name = known_as or str(file)
    found: dict[str, Article] = {}
    with file.open(newline="", encoding="utf-8-sig") as lines:
        for line, row in _lines(name, csv.reader(lines)):
            place = f"{name}, line {line}"
            if not row or row[0].startswith("#"):
                continue
            if len(row) < 2:  # noqa: PLR2004 - there, here
                raise SourceError(place, "two columns are needed: there, here")
            here = _here(place, row[1])
            found |= {key: here for key in (row[0], page_key(row[0])) if key}
    return found


def _lines(name: str, rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(rows, start=1)
    except (csv.Error, UnicodeDecodeError):
        raise SourceError(name, "is no CSV in UTF-8") from None


def _here(place: str, named: str) -> Article:
    slug = slug_in(named)
    article = Article.objects.filter(slug=slug).first()
    if article is None:
        raise SourceError(place, f"there is no article “{slug}” here")
    return article
