"""Puts articles and their conversations into the database, each in one transaction, once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.db import transaction

from articles.models import Article
from comments.exchange.rows import Draft
from comments.exchange.store import Stored, store_conversation
from comments.seeding.forest import forest
from comments.seeding.plan import SeedArticle
from comments.seeding.speech import Town

# So many different texts are said over and over in load data: rendering them is not what is tried.
TEXTS = 2_000

Progress = Callable[[int], object]


def plant(plan: SeedArticle, now: datetime) -> Stored | None:
    """Store the article with its conversation; None if one with its slug is there already."""
    return _plant(plan, now, plan.drafts(now))


def plant_load(
    articles: int, comments: int, seed: int, now: datetime, progress: Progress = int
) -> Iterator[Stored | None]:
    """So many articles of so many comments each, one after the other, as they are asked for."""
    for number in range(1, articles + 1):
        plan = _load_article(number, comments, seed)
        rng = Random(f"{plan.slug}/{comments}")  # noqa: S311
        start = plan.published_at(now) or now
        yield _plant(plan, now, load_drafts(comments, start, now, rng), progress)


def load_drafts(comments: int, start: datetime, now: datetime, rng: Random) -> Iterator[Draft]:
    """Comments at even intervals from `start` to `now`; nothing is kept once it was yielded."""
    town = Town(rng)
    names = cycle(town.name() for _ in range(TEXTS))
    texts = [town.words(None) for _ in range(TEXTS)]
    step = (now - start) / (comments + 1)
    written_at = start
    for place in forest(comments, rng):
        written_at += step
        yield Draft(next(names), rng.choice(texts), place.depth, written_at)


def _load_article(number: int, comments: int, seed: int) -> SeedArticle:
    return SeedArticle(
        slug=f"load-{seed}-{number}",
        title=f"Load {seed}.{number}: {comments:,} comments",
        byline="manage.py seed",
        summary="Made to try how the site bears many comments.",
        body="Nobody wrote this article, and nobody wrote what stands beneath it.",
        published_days_ago=100 + number,
    )


@transaction.atomic
def _plant(
    plan: SeedArticle, now: datetime, drafts: Iterable[Draft], progress: Progress = int
) -> Stored | None:
    if Article.objects.filter(slug=plan.slug).exists():
        return None
    published_at = plan.published_at(now)
    article = Article.objects.create(
        slug=plan.slug,
        title=plan.title,
        byline=plan.byline,
        summary=plan.summary,
        body=plan.body,
        state=Article.State.PUBLISHED if published_at else Article.State.DRAFT,
        published_at=published_at,
        created_at=published_at or now - timedelta(days=1),
        moderation=plan.moderation,
        closes_after_days=plan.closes_after_days,
    )
    return store_conversation(article, drafts, progress)
