"""What makes comments wait: rules as editors keep them, and what tells like texts."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.ids import new_id
from articles.models import Article
from comments.models.comment import Comment
from comments.models.fields import article_key
from comments.rulebook import kinds
from comments.rules import NAME_LENGTH


class Kind(models.TextChoices):
    LINKS = kinds.Kind.LINKS, _("number of links")
    WORDS = kinds.Kind.WORDS, _("listed words")
    FIRST = kinds.Kind.FIRST, _("first comments of a person")
    SPEED = kinds.Kind.SPEED, _("many comments by one person")
    HEAT = kinds.Kind.HEAT, _("heated thread")
    AGE = kinds.Kind.AGE, _("old article")
    FLAGS = kinds.Kind.FLAGS, _("flagged by readers")
    LIKENESS = kinds.Kind.LIKENESS, _("like another comment")
    SPAM = kinds.Kind.SPAM, _("reads like spam")


class Rule(models.Model):
    """Makes comments wait for a moderator. What its values mean depends on its kind."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(
        _("name"),
        max_length=NAME_LENGTH,
        help_text=_("Authors and moderators read it as the reason why a comment waits."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField(_("number"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    words = models.TextField(_("words"), blank=True)
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rules",
    )
    enabled = models.BooleanField(pgettext_lazy("rule", "enabled"), default=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["article_id", "id"]
        # Who may edit articles and moderate keeps the rules too.
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Sketch(models.Model):
    """A few numbers by which a like text is found: comments/rulebook/sketching.py."""

    # Without a constraint, as its rows come and go while comments stay.
    comment = models.OneToOneField(
        Comment,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="sketch",
        db_constraint=False,
    )
    article = article_key()
    hashes = ArrayField(models.BigIntegerField())
    # The smallest of them: those by which it can be found.
    sought = ArrayField(models.BigIntegerField())
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            # A list of pending entries would be read by every search.
            GinIndex(fields=["sought"], name="sketch_sought", fastupdate=False),
            models.Index(fields=["expires_at"], name="sketch_expires"),
        ]

    def __str__(self) -> str:
        return str(self.comment_id)
