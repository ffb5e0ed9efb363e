"""What happened to a comment: its earlier texts, decisions about it, its states and places."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.models import Article
from comments import rules, suspicions
from comments.models.comment import Comment
from comments.models.fields import State, Verb, account_key, article_key
from comments.models.rules import Rule


class Revision(models.Model):
    """An earlier text of an edited comment, kept for moderators."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = article_key()
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
    article = article_key()
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="holds")
    code = models.CharField(_("reason"), max_length=20)
    evidence = models.CharField(_("evidence"), max_length=rules.EVIDENCE_LENGTH, blank=True)
    # Without a constraint: a rule may be deleted while somebody posts.
    rule = models.ForeignKey(
        Rule,
        verbose_name=_("rule"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="holds",
        db_constraint=False,
        db_index=False,
    )
    # The rule's, as it was then.
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH, blank=True, db_default="")

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["rule", "id"], condition=models.Q(rule__isnull=False), name="hold_of_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.evidence}"

    @property
    def reason(self) -> str:
        return suspicions.reason(self.code, self.name)


class Reason(models.Model):
    """Why something is removed, as moderators choose it and as authors read it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    words = models.TextField(
        _("words"), max_length=rules.REASON_LENGTH, help_text=_("What the author is told.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Whether moderators are offered it.")
    )

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What was done to a comment, its branch, an article or a person: who, when, what and why.

    The database refuses to change or delete it, and what hangs beneath it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    # Whom it is about, if it is about a person: comments/persons/keys.py.
    person = models.CharField(_("person"), max_length=40, blank=True, db_default="")
    verb = models.CharField(_("decision"), max_length=8, choices=Verb.choices)
    branch = models.BooleanField(_("whole branch"), default=False)
    cause = models.ForeignKey(
        Reason, verbose_name=_("cause"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=rules.REASON_LENGTH, blank=True)
    tells_author = models.BooleanField(_("tells the author why"), default=False, db_default=False)
    # Of what is no state of a comment: open or closed, until when somebody is banned.
    before = models.CharField(_("before"), max_length=100, blank=True, db_default="")
    after = models.CharField(_("after"), max_length=100, blank=True, db_default="")
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    # None: a rule decided by itself, and is named.
    moderator = account_key(verbose_name=_("moderator"), related_name="+")
    moderator_name = models.CharField(_("moderator's name"), max_length=150)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person"], condition=~models.Q(person=""), name="decision_person"),
            models.Index(
                fields=["article"],
                condition=models.Q(article__isnull=False),
                name="decision_article",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderator_name}: {self.get_verb_display()}"


class StateChange(models.Model):
    """One step of one comment's history; without a decision it was its author's doing."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = article_key()
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
            # When a comment is deleted, the database looks for moves from and to it.
            models.Index(
                fields=["from_parent"],
                condition=models.Q(from_parent__isnull=False),
                name="move_from_parent",
            ),
            models.Index(
                fields=["to_parent"],
                condition=models.Q(to_parent__isnull=False),
                name="move_to_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_parent_id} → {self.to_parent_id}"
