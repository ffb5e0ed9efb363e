"""Articles of our own lines, made as they were there."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from articles.ids import new_id
from articles.markup import article_html
from articles.models import Article, FormerSlug
from comments.exchange.moments import moment
from comments.models import Conversation

Own = dict[str, Any]

# Saving an article would say that it was changed now.
UPDATED = """
UPDATE articles_article AS a SET updated_at = own.at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS own (id, at) WHERE a.id = own.id
"""


def own_article(key: str, data: dict[str, Any]) -> Article:
    own: Own = data["own"]
    is_public, now = data["is_public"], timezone.now()
    published_at = data["published_at"] and moment(data["published_at"])
    return Article(
        id=int(key),
        title=data["title"] or "Untitled",
        byline=data["byline"],
        slug=_slug(data["slug"]) or slugify(data["title"], allow_unicode=True),
        summary=own["summary"],
        body=data["text"],
        body_html=article_html(data["text"]),
        state=Article.State.PUBLISHED if is_public else Article.State.DRAFT,
        published_at=published_at or (now if is_public else None),
        created_at=moment(own["created_at"]) if own["created_at"] else published_at or now,
        comments=own["comments"],
        closes_after_days=own["closes_after_days"],
        moderation=own["moderation"],
    )


def settle(made: Iterable[tuple[Article, Own]]) -> None:
    """What hangs beneath articles that were just made, and what making them has overwritten."""
    articles = [(article, own) for article, own in made if own]
    Conversation.objects.bulk_create(
        Conversation(article=article, threads_numbered=own["threads_numbered"])
        for article, own in articles
        if own["threads_numbered"]
    )
    _keep_former_slugs(articles)
    times = [
        (article.pk, moment(own["updated_at"])) for article, own in articles if own["updated_at"]
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATED, [[pk for pk, _ in times], [at for _, at in times]])


def _keep_former_slugs(articles: list[tuple[Article, Own]]) -> None:
    """Those that lead nowhere else by now."""
    former = [
        (article, slug) for article, own in articles for slug in own["former_slugs"] if _slug(slug)
    ]
    ours = set(
        Article.objects.filter(slug__in=[slug for _, slug in former]).values_list("slug", flat=True)
    )
    FormerSlug.objects.bulk_create(
        [
            FormerSlug(id=new_id(), article=article, slug=slug)
            for article, slug in former
            if slug not in ours
        ],
        ignore_conflicts=True,
    )


def _slug(text: str) -> str:
    try:
        validate_unicode_slug(text)
    except ValidationError:
        return ""
    return text
