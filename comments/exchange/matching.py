"""Which article here is meant by one of a source: by an earlier import, by a map, by address."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from articles.models import Article, FormerSlug
from comments.exchange.addresses import page_key, slug_in
from comments.exchange.moments import moment
from comments.exchange.recognising import same_articles
from comments.exchange.records import SourceError
from comments.exchange.staging import Staged
from comments.models import LedgerRow, OldAddress

Item = TypeVar("Item")

AT_ONCE = 500
BY_ID = "by its id"
BY_SLUG = "by its slug"
GROUPS = """
CREATE TABLE groups (key TEXT PRIMARY KEY, grp INTEGER, target TEXT, address TEXT, how TEXT)
"""
ARTICLES = """
SELECT n, key, data, at FROM rows WHERE kind = 'article' AND verdict = '' ORDER BY n
"""
# Forums list every page that anybody looked at.
BARE = """
SELECT 1 FROM rows WHERE kind IN ('comment', 'pingback') AND article = ? LIMIT 1
"""
ELSEWHERE = """
SELECT DISTINCT article FROM rows WHERE kind IN ('comment', 'pingback') AND article <> ''
AND article NOT IN (SELECT key FROM groups)
"""


class Rule(StrEnum):
    CREATE = "create"
    MATCH = "match"


@dataclass(frozen=True)
class Choice:
    """How articles are found. `by_address` names an article here for an address elsewhere."""

    source: str
    rule: Rule = Rule.CREATE
    by_address: dict[str, Article] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    n: int
    key: str
    url: str
    slug: str
    has_words: bool
    # Of our own lines.
    made_at: int | None = None

    @property
    def address(self) -> str:
        return page_key(self.url)


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
    slug = slug_in(named).replace("\0", "")
    article = Article.objects.filter(slug=slug).first()
    if article is None:
        raise SourceError(place, f"there is no article “{slug}” here")
    return article


def group_articles(staged: Staged, choice: Choice) -> None:
    """Give each article of the source its group: the rows that come to stand under one here."""
    staged.link.execute("CREATE INDEX naming ON rows (article) WHERE article <> ''")
    staged.link.execute(GROUPS)
    heads: dict[str, int] = {}
    articles = (_wanted(*row) for row in staged.link.execute(ARTICLES))
    for some in _chunks(articles):
        targets = _targets(some, choice)
        for article in some:
            target, how = targets[article.key]
            if target == "create" and not article.has_words and not _has_comments(staged, article):
                target, how = "skip", "no words and no comments"
            _join(staged, heads, article, target, how)
    _group_unlisted(staged, choice, heads)


def _join(staged: Staged, heads: dict[str, int], one: Wanted, target: str, how: str) -> None:
    alike = one.address or one.key if target == "create" else target
    grp = one.n if target == "skip" else heads.setdefault(alike, one.n)
    if grp != one.n:
        how = "same address as another"
    values = (one.key, grp, target, one.address, how)
    staged.link.execute("INSERT INTO groups VALUES (?, ?, ?, ?, ?)", values)


def _group_unlisted(staged: Staged, choice: Choice, heads: dict[str, int]) -> None:
    """Comments may come without their articles, which came before."""
    missing = (row[0] for row in staged.link.execute(ELSEWHERE).fetchall())
    for nth, keys in enumerate(_chunks(missing)):
        some = [
            Wanted(-1 - nth * AT_ONCE - at, key, key, "", has_words=True)
            for at, key in enumerate(keys)
        ]
        targets = _targets(some, choice)
        for article in some:
            target, how = targets[article.key]
            if target not in {"create", "skip"}:
                _join(staged, heads, article, target, how)


def _has_comments(staged: Staged, article: Wanted) -> bool:
    return staged.link.execute(BARE, [article.key]).fetchone() is not None


def _targets(some: list[Wanted], choice: Choice) -> dict[str, tuple[str, str]]:
    """For each: an article's id, "create" or "skip"; and how that was found."""
    known = dict(
        LedgerRow.objects.filter(
            source=choice.source, kind="article", source_id__in=[one.key for one in some]
        )
        .exclude(article=None)
        .values_list("source_id", "article_id")
    )
    places = _by_address([one.address for one in some])
    slugs = _by_slug({slug for one in some for slug in _slugs(one)})
    same = same_articles({int(one.key): moment(one.made_at) for one in some if one.made_at})
    otherwise = "create" if choice.rule == Rule.CREATE else "skip"
    targets: dict[str, tuple[str, str]] = {}
    for one in some:
        mapped = choice.by_address.get(one.key) or choice.by_address.get(one.address)
        slug = next((slugs[slug] for slug in _slugs(one) if slug in slugs), None)
        tried: list[tuple[Any, str]] = [
            (known.get(one.key), "imported before"),
            (mapped and mapped.pk, "by the map"),
            (int(one.key) if one.made_at and int(one.key) in same else None, BY_ID),
            (places.get(one.address), "by its address"),
            (slug, BY_SLUG),
            (otherwise, "is none of ours"),
        ]
        found, how = next((found, how) for found, how in tried if found)
        targets[one.key] = (str(found), how)
    return targets


def _by_address(addresses: list[str]) -> dict[str, int]:
    rows = OldAddress.objects.filter(address__in=[a for a in addresses if a], fragment="")
    return dict(rows.values_list("address", "article_id"))


def _by_slug(slugs: set[str]) -> dict[str, int]:
    former = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "article_id")
    return dict(former) | dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))


def _slugs(one: Wanted) -> list[str]:
    return [slug for slug in (one.slug, slug_in(one.url)) if slug]


def _wanted(n: int, key: str, data: str, _at: int | None) -> Wanted:
    article = json.loads(data)
    if own := article["own"]:
        return Wanted(n, key, "", article["slug"], has_words=True, made_at=own["created_at"])
    return Wanted(n, key, article["url"], article["slug"], bool(article["text"].strip()))


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while some := list(islice(source, AT_ONCE)):
        yield some
