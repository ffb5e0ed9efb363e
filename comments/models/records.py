"""What happened to a comment: its earlier texts, decisions about it, its states and places."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.models import Article
from comments import rules, suspicions
from comments.models.comment import Comment
from comments.models.fields import State, Verb, account_key


class Revision(models.Model):
    """An earlier text of an edited comment, kept for moderators."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    text = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced"))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:60]


class Hold(models.Model):
    """Why a comment had to wait: a rule, and what it found."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="holds")
    code = models.CharField(_("reason"), max_length=20)
    evidence = models.CharField(_("evidence"), max_length=rules.EVIDENCE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.code}: {self.evidence}"

    @property
    def reason(self) -> str:
        return suspicions.reason(self.code)


class Decision(models.Model):
    """What a moderator did to a comment or its whole branch: who, when, what and why."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(_("decision"), max_length=8, choices=Verb.choices)
    branch = models.BooleanField(_("whole branch"), default=False)
    reason = models.CharField(_("reason"), max_length=rules.REASON_LENGTH, blank=True)
    moderator = account_key(verbose_name=_("moderator"), related_name="+")
    moderator_name = models.CharField(_("moderator's name"), max_length=150)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.moderator_name}: {self.get_verb_display()}"


class StateChange(models.Model):
    """One step of one comment's history; without a decision it was its author's doing."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="history")
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    before = models.CharField(_("before"), max_length=9, choices=State.choices)
    after = models.CharField(_("after"), max_length=9, choices=State.choices)
    changed_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Move(models.Model):
    """Where a decision took a comment with its branch from, and where to.

    A place is a parent (none: a thread of its own), a thread and the number among its siblings;
    the old ones tell what a former number meant, and how to undo it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moves")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="move")
    # How many comments moved with it, itself among them.
    size = models.IntegerField()
    from_parent = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    from_tree = models.BigIntegerField()
    from_ordinal = models.IntegerField(null=True)
    to_parent = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_tree = models.BigIntegerField()
    to_ordinal = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article", "from_parent", "from_ordinal"], name="move_from"),
        ]

    def __str__(self) -> str:
        return f"{self.from_parent_id} → {self.to_parent_id}"
