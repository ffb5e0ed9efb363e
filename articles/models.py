from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.markup import article_html

SLUG_LENGTH = 120


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(state=Article.State.PUBLISHED, published_at__lte=timezone.now())

    def readable_by(self, user: Any) -> Self:
        """Articles this user may read: published ones, and drafts for editors."""
        return self if user.has_perm("articles.change_article") else self.published()

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def behind(self, article: "Article") -> Self:
        """What comes after this article, newest first."""
        return self.filter(
            models.Q(published_at__lt=article.published_at)
            | models.Q(published_at=article.published_at, id__lt=article.pk)
        )


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Comments(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Moderation(models.TextChoices):
        PUBLISH = "publish", _("publish at once")
        HOLD = "hold", _("hold for a moderator first")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("The article's address. Left empty, it is made from the title."),
    )
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    body = models.TextField(_("body"), help_text=_("Markdown."))
    body_html = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("Left empty, it is the moment of publishing. May lie in the future."),
    )
    comments = models.CharField(
        _("comments"), max_length=6, choices=Comments.choices, default=Comments.OPEN
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        help_text=_("Days after publication when comments close. Empty: they stay open."),
    )
    moderation = models.CharField(
        _("new comments"), max_length=7, choices=Moderation.choices, default=Moderation.PUBLISH
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="published"),
                name="article_newest_first",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="article_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with safe HTML, a slug and, once published, a publication time.

        A changed slug leaves a redirect behind at the old address.
        """
        self.body_html = article_html(self.body)
        if self.state == self.State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        with transaction.atomic():
            self.slug = self.slug or unused_slug(self.title, self.pk)
            super().save(*args, **kwargs)
            FormerSlug.remember(self)

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    def is_public(self, now: datetime) -> bool:
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= now
        )

    def comments_close_at(self) -> datetime | None:
        if self.closes_after_days is None or self.published_at is None:
            return None
        try:
            return self.published_at + timedelta(days=self.closes_after_days)
        except OverflowError:  # after the last day of the calendar, in the year 9999
            return None


class FormerSlug(models.Model):
    """An address an article has had, its present one included; the rest redirect to it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def remember(cls, article: Article) -> None:
        """Keep the article's present address; a later rename will redirect from it.

        An address that another article has left now belongs to this one.
        """
        cls.objects.update_or_create(slug=article.slug, defaults={"article": article})


def unused_slug(title: str, article_id: int) -> str:
    """A slug made from the title that no other article has or had."""
    # A title of nothing but punctuation or emoji still needs an address.
    stem = slugify(title, allow_unicode=True)[: SLUG_LENGTH - 8].strip("-_") or "article"
    slug, number = stem, 1
    while slug_is_taken(slug, article_id):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def slug_is_taken(slug: str, article_id: int) -> bool:
    return (
        Article.objects.filter(slug=slug).exclude(pk=article_id).exists()
        or FormerSlug.objects.filter(slug=slug).exclude(article_id=article_id).exists()
    )
