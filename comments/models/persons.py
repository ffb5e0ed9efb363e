"""What moderators know and have decided of persons: comments/persons/keys.py tells whom."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from comments import rules
from comments.models.comment import Comment
from comments.models.fields import account_key, article_key
from comments.models.records import Decision
from comments.persons.keys import Key, Kind
from comments.persons.wording import CALLED

PERSON_LENGTH = 40


class AddressHash(models.Model):
    """Where a comment came from, as hashes that only the site's secret makes, for some days."""

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.PROTECT, related_name="address"
    )
    article = article_key()
    address = models.UUIDField(db_index=True)
    # Of its /24, or its /64.
    network = models.UUIDField(db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.comment_id)


class Note(models.Model):
    """What a moderator wants others to know of a person. The database refuses to change it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.CharField(_("person"), max_length=PERSON_LENGTH)
    words = models.TextField(_("words"), max_length=rules.NOTE_LENGTH)
    moderator = account_key(verbose_name=_("moderator"), related_name="+", db_index=False)
    moderator_name = models.CharField(_("moderator's name"), max_length=150)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["person"], name="note_person")]

    def __str__(self) -> str:
        return self.words[:60]


class Sanction(models.Model):
    """What a person may not do, or not unread: a ban, or that everything of theirs is held.

    `key` is what they are told by, a copy of its own: it outlives what is stored of addresses.
    `person` is on whose page it was decided.
    """

    class Does(models.TextChoices):
        BAN = "ban", _("ban")
        HOLD = "hold", _("everything is held")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    does = models.CharField(_("what"), max_length=4, choices=Does.choices)
    key = models.CharField(max_length=PERSON_LENGTH)
    person = models.CharField(_("person"), max_length=PERSON_LENGTH)
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH, blank=True)
    until = models.DateTimeField(_("until"), null=True)
    # What the person is told of a ban.
    reason = models.CharField(_("reason"), max_length=rules.REASON_LENGTH, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="sanctions")
    lifted_by = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="lifted"
    )

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-decision_id", "key"]
        default_permissions = ()
        indexes = [models.Index(fields=["person"], name="sanction_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "does"], condition=Q(lifted_by=None), name="sanction_once"
            ),
            models.CheckConstraint(condition=Q(does__in=["ban", "hold"]), name="sanction_does"),
        ]

    def __str__(self) -> str:
        return f"{self.does} {self.key}"

    @property
    def kind(self) -> Kind:
        return Key.read(self.key).kind

    @property
    def called(self) -> str:
        """By what the person is told."""
        return str(CALLED[self.kind])

    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.now()

    def holds(self) -> bool:
        """Whether it is in force."""
        return self.lifted_by_id is None and not self.is_over()
