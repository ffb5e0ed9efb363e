from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.ids import new_id
from articles.models import Article
from comments import rules
from comments.querysets import CommentQuerySet, number_text, numbers_of
from comments.tree.managers import TreeManager, UseActions

if TYPE_CHECKING:
    # django-mptt carries no types; what it adds to Django's classes is declared below.
    from django.db.models import ForeignKey as TreeForeignKey
    from django.db.models import Model as MPTTModel
else:
    from mptt.models import MPTTModel, TreeForeignKey


class State(models.TextChoices):
    PUBLISHED = rules.State.PUBLISHED, pgettext_lazy("state", "published")
    HELD = rules.State.HELD, pgettext_lazy("state", "held")
    SPAM = rules.State.SPAM, pgettext_lazy("state", "spam")
    REMOVED = rules.State.REMOVED, pgettext_lazy("state", "removed")
    WITHDRAWN = rules.State.WITHDRAWN, pgettext_lazy("state", "withdrawn")


class Verb(models.TextChoices):
    PUBLISH = rules.Verb.PUBLISH, _("publish")
    HOLD = rules.Verb.HOLD, _("hold")
    SPAM = rules.Verb.SPAM, _("mark as spam")
    REMOVE = rules.Verb.REMOVE, _("remove")
    RESTORE = rules.Verb.RESTORE, _("restore")
    WITHDRAW = rules.Verb.WITHDRAW, _("withdraw")


class AccountKey(models.ForeignKey[Any, Any]):
    """A link to an account that outlives it: the name is kept beside it as a snapshot."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"to": settings.AUTH_USER_MODEL, "null": True, "blank": True}
        kwargs |= {"on_delete": models.SET_NULL, "db_constraint": False}
        super().__init__(**kwargs)


class Comment(MPTTModel):
    """One person's words under an article; a node of the tree that its top-level comment heads.

    Written only by comments.actions and, in bulk, by comments.exchange.store.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="comment_set", db_index=False
    )

    # The tree. `tree_id` is the id of the thread's top-level comment. The database holds
    # (parent, tree, article) together by one foreign key, made in a migration.
    parent = TreeForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        db_index=False,
        db_constraint=False,
    )
    tree_id = models.BigIntegerField(editable=False)
    lft = models.BigIntegerField(editable=False)
    rght = models.BigIntegerField(editable=False)
    level = models.IntegerField(editable=False)

    # The comment's place among its siblings, given when its place is first shown, kept for good.
    ordinal = models.IntegerField(null=True, editable=False)
    # How many ordinals its replies have been given so far.
    replies_numbered = models.IntegerField(default=0, editable=False)
    # Whether readers see its place: published itself, or something beneath it is.
    visible = models.BooleanField(default=False, editable=False)
    # How many published comments the thread holds; kept on its first comment, 0 elsewhere.
    thread_size = models.IntegerField(default=0, editable=False)

    author = AccountKey(verbose_name=_("account"), related_name="+", db_index=False)
    guest = models.UUIDField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)

    text = models.TextField(_("text"), max_length=rules.TEXT_LENGTH)
    html = models.TextField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    submission = models.UUIDField(null=True, editable=False)

    objects = TreeManager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", "Can moderate comments")]
        # Comments are not added, changed or deleted in the admin: they are moderated.
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["parent", "lft"], name="comment_children"),
            models.Index(
                fields=["article", "ordinal"], condition=Q(level=0, visible=True), name="threads"
            ),
            models.Index(
                fields=["state", "-created_at"],
                condition=~Q(state="published"),
                name="comment_unpublished",
            ),
            models.Index(fields=["-created_at"], name="comment_newest"),
            models.Index(fields=["article", "-created_at"], name="comment_of_article"),
            models.Index(
                fields=["author"], condition=Q(author__isnull=False), name="comment_author"
            ),
            models.Index(fields=["guest"], condition=Q(guest__isnull=False), name="comment_guest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tree_id", "lft"],
                name="comment_place_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(
                fields=["article", "ordinal"],
                condition=Q(level=0, ordinal__isnull=False),
                name="thread_number_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "ordinal"],
                condition=Q(level__gt=0, ordinal__isnull=False),
                name="reply_number_once",
            ),
            models.UniqueConstraint(
                fields=["article", "submission"],
                condition=Q(submission__isnull=False),
                name="comment_submitted_once",
            ),
            models.CheckConstraint(
                condition=Q(lft__gt=0, lft__lt=F("rght")), name="comment_bounds"
            ),
            models.CheckConstraint(
                condition=Q(parent=None, level=0, tree_id=F("id"))
                | (Q(parent__isnull=False, level__gt=0) & ~Q(tree_id=F("id"))),
                name="comment_root_heads_tree",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(visible=True, published_at__isnull=False),
                name="comment_published_is_visible",
            ),
            models.CheckConstraint(
                # NULL > 0 is neither true nor false, which a check lets through.
                condition=Q(visible=False, published_at__isnull=True)
                | Q(ordinal__isnull=False, ordinal__gt=0),
                name="comment_visible_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def number(self) -> str:
        """The citable number ("11.1.2"); empty before the comment was first published."""
        return number_text(numbers_of([self.pk])[self.pk])

    @property
    def anchor(self) -> str:
        return f"c-{self.pk}"

    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    def get_descendant_count(self) -> int:
        """How many comments stand beneath it, counted: the bounds have gaps."""
        return self._in_branch().exclude(pk=self.pk).count()

    def is_leaf_node(self) -> bool:
        return not type(self).objects.filter(parent_id=self.pk).exists()

    def get_leafnodes(self, include_self: bool = False) -> CommentQuerySet:
        """The comments in its branch that nobody answered."""
        answers = type(self).objects.filter(parent_id=OuterRef("pk"))
        branch = self._in_branch() if include_self else self._in_branch().exclude(pk=self.pk)
        return branch.filter(~Exists(answers))

    def get_siblings(self, include_self: bool = False) -> CommentQuerySet:
        """The other replies to its parent, or the other threads of its article."""
        siblings = type(self).objects.filter(article_id=self.article_id, parent_id=self.parent_id)
        return siblings if include_self else siblings.exclude(pk=self.pk)

    def get_next_sibling(self, *args: Any, **kwargs: Any) -> "Comment | None":
        later = Q(lft__gt=self.lft) if self.parent_id else Q(tree_id__gt=self.tree_id)
        return self.get_siblings().filter(later, *args, **kwargs).first()

    def get_previous_sibling(self, *args: Any, **kwargs: Any) -> "Comment | None":
        earlier = Q(lft__lt=self.lft) if self.parent_id else Q(tree_id__lt=self.tree_id)
        return self.get_siblings().filter(earlier, *args, **kwargs).last()

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise UseActions("remove or withdraw through comments.actions; the row stays")

    def _in_branch(self) -> CommentQuerySet:
        return type(self).objects.filter(tree_id=self.tree_id, lft__gte=self.lft, lft__lt=self.rght)


# django-mptt adds an index of its own on (tree_id, lft); the unique constraint above has one.
Comment._meta.indexes = [
    index for index in Comment._meta.indexes if tuple(index.fields) != ("tree_id", "lft")
]


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


class Decision(models.Model):
    """What a moderator did to a comment or its whole branch: who, when, what and why."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(_("decision"), max_length=8, choices=Verb.choices)
    branch = models.BooleanField(_("whole branch"), default=False)
    reason = models.CharField(_("reason"), max_length=rules.REASON_LENGTH, blank=True)
    moderator = AccountKey(verbose_name=_("moderator"), related_name="+")
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


class Conversation(models.Model):
    """What an article's threads share: the last number given to a top-level comment."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.PROTECT, related_name="conversation"
    )
    threads_numbered = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.article_id)


class Tally(models.Model):
    """A share of an article's counters. The article's own are the sums over its slots.

    Each thread writes to the slot its id falls into, so that writers in different threads
    do not queue for one row. `version` grows with every change a reader could see.
    """

    SLOTS = 8

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="tallies", db_index=False
    )
    slot = models.SmallIntegerField()
    published = models.IntegerField(default=0)
    version = models.BigIntegerField(default=0)
    last_activity_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "slot"], name="tally_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.slot}: {self.published}"
