"""Stores what an importer read: an article and its conversation, in one transaction, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from articles.models import SLUG_LENGTH, Article, FormerSlug
from comments.exchange.document import ParsedThread, cite
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment

# A document without times is given some: the last comment is written when it is imported, the
# others a minute apart before it, so that the order of time is the order of reading.
APART = timedelta(minutes=1)

Written = tuple[int, str, str]


class ImportRefusedError(Exception):
    """Another article, or another conversation, is in the place of the one to be stored."""


def slug_of(title: str) -> str:
    """Always the same for the same title, so that a second import finds the first."""
    return slugify(title, allow_unicode=True)[:SLUG_LENGTH].strip("-_") or "article"


@dataclass(frozen=True)
class Imported:
    """`is_new` is False if everything was there already and nothing was stored."""

    article: Article
    is_new: bool


@transaction.atomic
def import_thread(
    parsed: ParsedThread, title: str, slug: str, now: datetime, *, dry_run: bool = False
) -> Imported:
    """Store the article under `slug` (empty: made from the title), unless it is there already.

    Raises ImportRefusedError if the slug is taken by something else, ValidationError if title
    or slug are impossible. A dry run stores everything and takes it back.
    """
    slug = slug or slug_of(title)
    if there := Article.objects.select_for_update().filter(slug=slug).first():
        _require_same(there, parsed)
        return Imported(there, is_new=False)
    if FormerSlug.objects.filter(slug=slug).exists():
        raise ImportRefusedError(f"“{slug}” is a former address of another article")
    imported = Imported(_store(parsed, title, slug, now), is_new=True)
    if dry_run:
        transaction.set_rollback(True)
    return imported


def _store(parsed: ParsedThread, title: str, slug: str, now: datetime) -> Article:
    start = now - len(parsed.comments) * APART
    article = Article(
        title=title,
        slug=slug,
        body=parsed.article_text,
        state=Article.State.PUBLISHED,
        published_at=start,
        created_at=start,
    )
    article.full_clean()
    article.save(force_insert=True)
    store_conversation(
        article,
        (
            Draft(comment.name, comment.text, comment.depth, start + place * APART)
            for place, comment in enumerate(parsed.comments, start=1)
        ),
    )
    return article


def _require_same(article: Article, parsed: ParsedThread) -> None:
    if article.body != parsed.article_text:
        raise ImportRefusedError(f"another article has the address “{article.slug}”")
    stored = _stored(article)
    read = [(comment.depth, comment.name, comment.text) for comment in parsed.comments]
    if stored != read:
        raise ImportRefusedError(
            f"the article “{article.slug}” is there with {len(stored)} comments, "
            f"and differs from the file {_first_difference(stored, read, parsed)}"
        )


def _stored(article: Article) -> list[Written]:
    rows = Comment.objects.under(article).in_reading_order().values_list("level", "name", "text")
    return [(level + 1, name, text) for level, name, text in rows]


def _first_difference(stored: list[Written], read: list[Written], parsed: ParsedThread) -> str:
    for comment, ours, theirs in zip(parsed.comments, read, stored, strict=False):
        if ours != theirs:
            return f"from comment {cite(comment.number)} (line {comment.line})"
    if len(read) < len(stored):
        return f"after the file’s {len(read)} comments"
    first = parsed.comments[len(stored)]
    return f"from comment {cite(first.number)} (line {first.line})"
