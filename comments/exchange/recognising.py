"""What of our own lines is here already: ids are the same everywhere, so long as they are free.

A row here is the one of the file if it has its id and was made in the same microsecond; else the
id is taken, and the row of the file gets another.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from articles.models import Article
from comments.exchange import exact, ledger
from comments.exchange.addresses import page_key
from comments.exchange.ledger import Entry
from comments.exchange.moments import moment
from comments.exchange.threads import Node
from comments.models import Comment, Pingback

TAKEN = "its id is taken here"

Threads = Sequence[tuple[int | None, list[Node]]]


class Own(NamedTuple):
    """Of an import of our own lines: the site they are from, and which articles here are theirs."""

    site: str
    articles: set[int]


class Here(NamedTuple):
    article: int
    created_at: datetime
    words: set[UUID]


def recognise(threads: Threads, entries: dict[str, Entry], own: Own) -> None:
    """Give these rows their ids and accounts, and find those that no import brought here."""
    nodes = [(article, node) for article, some in threads for node in some]
    names = exact.accounts(node.username for _, node in nodes)
    known = {key: entry.comment_id for key, entry in entries.items() if entry.comment_id}
    new = {node.key for _, node in nodes if node.key.isdigit() and node.key not in known}
    here = _here([int(key) for key in new])
    for article, node in nodes:
        node.author = names.get(node.username)
        if node.username and node.author is None:
            _note(node, exact.NO_ACCOUNT)
        if node.key in new:
            _settle(node, article, here.get(int(node.key)))
        elif node.key.isdigit() and known.get(node.key) != int(node.key):
            _note_taken(node)
    for article, some in threads:
        # Beneath other articles, the numbers of threads mean others.
        some[0].brings_number = article in own.articles


def _here(ids: list[int]) -> dict[int, Here]:
    rows = Comment.objects.filter(pk__in=ids).values_list("pk", "article_id", "created_at")
    there = list(rows)
    words = ledger.as_stored([pk for pk, *_ in there])
    return {pk: Here(article, at, words[pk]) for pk, article, at in there if pk in words}


def _settle(node: Node, article: int | None, here: Here | None) -> None:
    if here is None:
        node.own_id = int(node.key)
    elif _is_the_same(node, article, here):
        node.comment, node.here = int(node.key), here.words
    else:
        _note_taken(node)


def _note_taken(node: Node) -> None:
    if not node.verdict:
        _note(node, TAKEN)


def _is_the_same(node: Node, article: int | None, here: Here) -> bool:
    # Of a parent that the file lacks, only the id is known.
    return here.article == article if node.is_missing else here.created_at == moment(node.at)


def _note(node: Node, note: str) -> None:
    # A portion may be begun again.
    if note not in node.reason:
        node.reason = ", ".join(filter(None, [node.reason, note]))


def same_articles(made: dict[int, datetime]) -> set[int]:
    """Which of these ids are those of articles here that were made at that time."""
    rows = Article.objects.filter(pk__in=made).values_list("pk", "created_at")
    return {pk for pk, created_at in rows if made[pk] == created_at}


def free_articles(ids: Iterable[int]) -> set[int]:
    wanted = set(ids)
    return wanted - set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def recognise_pingbacks(nodes: list[Node], entries: dict[str, Entry]) -> None:
    """The same for them."""
    new = [node for node in nodes if node.key.isdigit() and not entries.get(node.key)]
    rows = Pingback.objects.filter(pk__in=[int(node.key) for node in new])
    here = dict(rows.values_list("pk", "created_at"))
    for node in new:
        known = here.get(int(node.key))
        if known is None:
            node.own_id = int(node.key)
        elif known == moment(node.at):
            node.pingback = int(node.key)
        else:
            _note_taken(node)


def addresses(node: Node, own: Own) -> Iterable[tuple[str, str]]:
    """Where a comment of ours was found: before it came to the other site, and there."""
    said = node.fields.get("own") or {"addresses": []}
    for address in said["addresses"]:
        page, _, fragment = address.partition("#")
        yield page, fragment
    if node.key.isdigit() and node.comment != int(node.key):
        host = own.site if "." in own.site else ""
        page = page_key(f"//{host}{reverse('comment', args=[int(node.key)])}")
        # On the page of its article, it was found by its anchor.
        yield from ((page, ""), (page, f"c-{node.key}"))
