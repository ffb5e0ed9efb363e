"""Which article here is meant by one of a source: by an earlier import, by a map, by address.

It is settled for all of them before one is made. A slug is a guess, as other pages may end alike:
it leads to no article that another of the source is, or was in an earlier import.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from articles.models import Article, FormerSlug
from comments.exchange import groups
from comments.exchange.addresses import page_key, slug_in
from comments.exchange.groups import Rank, Wanted
from comments.exchange.moments import moment
from comments.exchange.recognising import same_articles
from comments.exchange.staging import Staged
from comments.exchange.words import clean
from comments.models import LedgerRow, OldAddress

BY_ID = "by its id"
BY_SLUG = "by its slug"
ARTICLES = "SELECT n, key, data FROM rows WHERE kind = 'article' AND verdict = '' ORDER BY n"
ELSEWHERE = """
SELECT DISTINCT article, (SELECT max(n) FROM rows) FROM rows
WHERE kind IN ('comment', 'pingback') AND article <> '' AND article NOT IN (SELECT key FROM groups)
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


def group_articles(staged: Staged, choice: Choice) -> None:
    """Give each article of the source its group: the rows that come to stand under one here."""
    groups.lay_out(staged)
    groups.list_all(staged, (_wanted(*row) for row in staged.link.execute(ARTICLES)))
    groups.list_all(staged, _unlisted(staged))
    for some in groups.undecided(staged):
        _find(staged, some, choice)
    groups.follow(staged)
    for some in groups.undecided(staged):
        _guess(staged, some, choice)
    groups.follow(staged)
    groups.gather(staged, "create" if choice.rule == Rule.CREATE else "skip")


def _wanted(n: int, key: str, data: str) -> Wanted:
    article = json.loads(data)
    if own := article["own"]:
        return Wanted(n, key, "", _slugs(article["slug"]), own["created_at"])
    url, has_words = article["url"], bool(article["text"].strip())
    # The end of an address says less than the name that somebody gave.
    slugs = _slugs(article["slug"] or slug_in(url))
    return Wanted(n, key, page_key(url), slugs, has_words=has_words)


def _unlisted(staged: Staged) -> Iterator[Wanted]:
    """Comments may come without their articles, which came before."""
    missing = staged.link.execute(ELSEWHERE).fetchall()
    for nth, (key, last) in enumerate(missing, start=1):
        yield Wanted(last + nth, key, page_key(key), _slugs(slug_in(key)), is_listed=False)


def _slugs(*slugs: str) -> list[str]:
    return [slug for slug in map(clean, slugs) if slug]


def _find(staged: Staged, some: list[Wanted], choice: Choice) -> None:
    known = _known([one.key for one in some], choice)
    places = _by_address(staged, {one.address for one in some if one.address}, choice)
    same = same_articles({int(one.key): moment(one.made_at) for one in some if one.made_at})
    for one in some:
        mapped = choice.by_address.get(one.key) or choice.by_address.get(one.address)
        tried: list[tuple[Any, str, Rank]] = [
            (known.get(one.key), "imported before", Rank.KNOWN),
            (mapped and mapped.pk, "by the map", Rank.MAPPED),
            (int(one.key) if one.made_at and int(one.key) in same else None, BY_ID, Rank.SAME),
            (places.get(one.address), "by its address", Rank.ADDRESS),
        ]
        if found := next((way for way in tried if way[0]), None):
            groups.lead(staged, one, *found)


def _known(keys: list[str], choice: Choice) -> dict[str, int]:
    lines = LedgerRow.objects.filter(source=choice.source, kind="article", source_id__in=keys)
    return dict(lines.exclude(article=None).values_list("source_id", "article_id"))


def _by_address(staged: Staged, addresses: set[str], choice: Choice) -> dict[str, int]:
    """But for pages that articles of this source have left: what is there now is another."""
    rows = OldAddress.objects.filter(address__in=addresses, fragment="")
    found = list(rows.values_list("address", "article_id", "run__source"))
    ours = {article for _, article, source in found if source == choice.source}
    now = _addresses_now(staged, ours, choice)
    return {
        address: article
        for address, article, source in found
        if source != choice.source or address in now.get(article, {address})
    }


def _addresses_now(staged: Staged, articles: set[int], choice: Choice) -> dict[int, set[str]]:
    ties = _ties(articles, choice)
    there = groups.pages(staged, [key for key, _ in ties])
    now: dict[int, set[str]] = {}
    for key, article in ties:
        if key in there:
            now.setdefault(article, set()).add(there[key])
    return now


def _guess(staged: Staged, some: list[Wanted], choice: Choice) -> None:
    slugs = _by_slug({slug for one in some for slug in one.slugs})
    tied = {article for _, article in _ties(set(slugs.values()), choice)}
    for one in some:
        here = (slugs[slug] for slug in one.slugs if slug in slugs)
        free = (a for a in here if a not in tied and not groups.is_meant(staged, a))
        if not groups.is_found(staged, one) and (article := next(free, None)):
            groups.lead(staged, one, article, BY_SLUG, Rank.SLUG)


def _by_slug(slugs: set[str]) -> dict[str, int]:
    former = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "article_id")
    return dict(former) | dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))


def _ties(articles: Iterable[int], choice: Choice) -> list[tuple[str, int]]:
    """Which of the source came to be these articles."""
    lines = LedgerRow.objects.filter(source=choice.source, kind="article", article__in=articles)
    return [
        (key, article) for key, article in lines.values_list("source_id", "article_id") if article
    ]
