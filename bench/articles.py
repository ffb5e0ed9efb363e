"""The articles that are read and answered, of each size in two shapes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from bench.options import Options
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.seeding.planting import load_drafts

BODY = "\n\n".join(["The footbridge shuts on Monday, and nobody knows for how long. " * 8] * 4)
# How often somebody answers what was written last: as in comments/seeding/forest.py.
ANSWERS_NEWEST = 0.45
DEEPEST = 60
AGE = timedelta(days=100)
# The sizes of 50 threads. Pages of them can be compared between conversations of any size.
EDGE = [1] * 29 + [2] * 10 + [3] * 5 + [4] * 3 + [6] * 2 + [12]


@dataclass(frozen=True)
class Planted:
    """`shape` is "spread" over threads as people leave them, or "one" thread that holds all."""

    id: int
    slug: str
    shape: str
    size: int

    @property
    def address(self) -> str:
        return f"/articles/{self.slug}/"


def plant(options: Options) -> list[Planted]:
    planted = [plant_one(shape, size) for size in options.sizes for shape in options.shapes]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return planted


def plant_empty(shape: str) -> Planted:
    """For answers: nothing but the comment that is answered."""
    return plant_one(shape, 1, f"empty-{shape}")


@transaction.atomic
def plant_one(shape: str, size: int, slug: str = "") -> Planted:
    now = timezone.now()
    slug = slug or f"{shape}-{size}"
    article = Article.objects.create(
        title=f"{size} comments",
        slug=slug,
        body=BODY,
        state=Article.State.PUBLISHED,
        published_at=now - AGE,
    )
    shaped = _spread if shape == "spread" else _in_one_thread
    store_conversation(article, shaped(size, now - AGE, now, slug))
    return Planted(article.pk, slug, shape, size)


def _spread(size: int, start: datetime, now: datetime, slug: str) -> Iterator[Draft]:
    """Many threads, of which the first 50 and the last 50 are the same at any size."""
    between = load_drafts(max(size - 2 * sum(EDGE), 0), start, now, Random(slug))
    return islice(chain(_edge(start, now), between, _edge(start, now)), size)


def _edge(start: datetime, now: datetime) -> Iterator[Draft]:
    rng = Random("edge")
    sizes = rng.sample(EDGE, len(EDGE))
    depths = chain.from_iterable(_depths(size, rng) for size in sizes)
    return _shaped(load_drafts(sum(EDGE), start, now, rng), depths)


def _in_one_thread(size: int, start: datetime, now: datetime, slug: str) -> Iterator[Draft]:
    rng = Random(slug)
    return _shaped(load_drafts(size, start, now, rng), _depths(size, rng))


def _shaped(drafts: Iterator[Draft], depths: Iterator[int]) -> Iterator[Draft]:
    for draft, depth in zip(drafts, depths, strict=True):
        yield replace(draft, depth=depth)


def _depths(size: int, rng: Random) -> Iterator[int]:
    """The depths of a tree in reading order; each answers the newest, or any before it."""
    replies: list[list[int]] = [[] for _ in range(size)]
    depths = [1] * size
    for node in range(1, size):
        parent = node - 1 if rng.random() < ANSWERS_NEWEST else rng.randrange(node)
        parent = 0 if depths[parent] == DEEPEST else parent
        depths[node] = depths[parent] + 1
        replies[parent].append(node)
    waiting = [0]
    while waiting:
        node = waiting.pop()
        yield depths[node]
        waiting += reversed(replies[node])
