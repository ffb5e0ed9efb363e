"""What was brought in from elsewhere: runs of the import, and an account of every source row."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.models import Article
from comments import rules
from comments.models.comment import Comment
from comments.models.fields import State


class Outcome(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    SKIPPED = "skipped", _("skipped")
    REFUSED = "refused", _("refused")


class ImportRun(models.Model):
    """One import, of one or several files of one source. Unfinished: to be gone on with."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(_("source"), max_length=200)
    format = models.CharField(_("format"), max_length=20)
    files = models.TextField(_("files"))
    # Of the files' contents and all that decides about outcomes.
    fingerprint = models.UUIDField()
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    report = models.TextField(_("report"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        # Who may import may also take back; nobody else sees imports.
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.source}: {self.started_at:%Y-%m-%d %H:%M}"


class Pingback(models.Model):
    """Another site's link to an article. No comment: readers are not shown it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="pingbacks")
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH)
    website = models.URLField(_("website"), blank=True)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("pingback")
        verbose_name_plural = _("pingbacks")
        ordering = ["id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name


class LedgerRow(models.Model):
    """One row of a source, and what became of it. Also of a parent that the source lacks."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")
        REASON = "reason", _("reason")
        DECISION = "decision", _("decision")
        CHANGE = "change", _("change of state")
        MOVE = "move", _("move")
        HOLD = "hold", _("hold")
        FLAG = "flag", _("flag")
        APPEAL = "appeal", _("appeal")
        NOTE = "note", _("note")
        SANCTION = "sanction", _("ban")
        OTHER = "other", _("something else")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    source_id = models.CharField(max_length=255)
    # The run that decided last, and the one that stored what it stands for.
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    made_in = models.ForeignKey(
        ImportRun, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    # Why it was skipped or refused; else what had to be settled about it.
    reason = models.CharField(max_length=200, blank=True)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pingback = models.ForeignKey(
        Pingback, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The comment only keeps the place of a row that was not taken.
    is_tombstone = models.BooleanField(default=False)
    # Of the row as it was read, and of the comment as it was stored.
    digest = models.UUIDField(null=True)
    stored = models.UUIDField(null=True)
    likes = models.IntegerField(null=True)
    dislikes = models.IntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "source_id"], name="ledger_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="ledger_row_outcome"
            ),
        ]
        indexes = [
            models.Index(
                fields=["comment"], condition=Q(comment__isnull=False), name="ledger_comment"
            ),
            # When an article or a pingback is deleted, the database looks for what refers to it.
            models.Index(
                fields=["article"], condition=Q(article__isnull=False), name="ledger_of_article"
            ),
            models.Index(
                fields=["pingback"], condition=Q(pingback__isnull=False), name="ledger_pingback"
            ),
            # Decided upon by an older run that was gone on with: hardly any.
            models.Index(
                fields=["made_in"], condition=Q(made_in__gt=F("run")), name="ledger_made_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.outcome}"


class OldAddress(models.Model):
    """Where an article or a comment was found before it came here.

    `address` is without scheme and what follows people about; `fragment` is the old anchor.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    fragment = models.CharField(max_length=100, blank=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["address", "fragment"], name="old_address_once"),
        ]
        indexes = [
            # Under whichever host; written as comments/elsewhere.py asks for it.
            models.Index(
                Func(F("address"), Value("^[^/?]*"), Value(""), function="regexp_replace"),
                condition=Q(fragment=""),
                name="old_address_path",
            ),
            models.Index(fields=["article", "fragment"], name="old_address_anchor"),
        ]

    def __str__(self) -> str:
        return f"{self.address}#{self.fragment}" if self.fragment else self.address
