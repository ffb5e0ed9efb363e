"""What asks for a moderator: readers' flags, authors' appeals, and the queue made of all that."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.models import Article
from comments import rules
from comments.models.comment import Comment
from comments.models.fields import FlagReason, account_key, article_key
from comments.models.records import Decision
from comments.people import Person
from comments.querysets import made_by


class FlagQuerySet(models.QuerySet["Flag"]):
    def by(self, person: Person) -> Self:
        return self.filter(made_by(person))

    def unanswered(self) -> Self:
        return self.filter(decision=None)

    def of_different_people(self) -> Self:
        return self.filter(counts=True)


class Flag(models.Model):
    """A reader's report of a comment. Other readers never see it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = article_key()
    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="flags", db_index=False
    )
    # Who reports: an account or a guest.
    author = account_key(related_name="+", db_index=False)
    guest = models.UUIDField(null=True, editable=False)
    # Whether it speaks for one person more. Whoever throws their cookie away is no other.
    counts = models.BooleanField(default=True, db_default=True, editable=False)
    reason = models.CharField(_("reason"), max_length=9, choices=FlagReason.choices)
    words = models.CharField(_("words"), max_length=rules.REASON_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # The decision that answered it; none: it is open.
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="flags"
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "author"], name="flag_once_an_account"),
            models.UniqueConstraint(fields=["comment", "guest"], name="flag_once_a_guest"),
        ]
        indexes = [
            models.Index(fields=["author"], condition=Q(author__isnull=False), name="flag_author"),
            models.Index(fields=["guest"], condition=Q(guest__isnull=False), name="flag_guest"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class Appeal(models.Model):
    """An author asks for another look at what became of their comment."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = article_key()
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="appeals")
    words = models.CharField(_("words"), max_length=rules.REASON_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # The decision that answered it; none: it is open.
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="appeals"
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(decision=None), name="appeal_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.words[:60]}"


class Waiting(models.Model):
    """A comment in the moderators' queue. Written only by comments/waiting.py.

    `reasons` are codes: of holds, "held" if there is none, "flag-…" of flags, "appeal".
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.PROTECT, related_name="waiting"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    urgency = models.SmallIntegerField(_("urgency"))
    reasons = ArrayField(models.CharField(max_length=20))

    class Meta:
        verbose_name = _("waiting comment")
        verbose_name_plural = _("waiting comments")
        default_permissions = ()
        indexes = [
            models.Index(F("urgency").desc(), "since", "comment", name="waiting_most_urgent"),
            models.Index(fields=["since", "comment"], name="waiting_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {', '.join(self.reasons)}"
