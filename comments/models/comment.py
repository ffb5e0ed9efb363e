from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from articles.models import Article
from comments import rules
from comments.models.fields import State, account_key
from comments.querysets import CommentQuerySet, number_text, numbers_of
from comments.tree.managers import TreeManager, UseActions

if TYPE_CHECKING:
    # django-mptt carries no types; what it adds to Django's classes is declared below.
    from django.db.models import ForeignKey as TreeForeignKey
    from django.db.models import Model as MPTTModel
else:
    from mptt.models import MPTTModel, TreeForeignKey


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

    author = account_key(verbose_name=_("account"), related_name="+", db_index=False)
    guest = models.UUIDField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    # The keyed hash of it: comments/persons/origins.py.
    email_key = models.UUIDField(null=True, editable=False)
    website = models.URLField(_("website"), blank=True)

    text = models.TextField(_("text"), max_length=rules.TEXT_LENGTH)
    html = models.TextField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    # Nobody may reply to it, nor to anything beneath it.
    closed = models.BooleanField(default=False, db_default=False, editable=False)
    pinned = models.BooleanField(default=False, db_default=False, editable=False)
    # The editors' pick.
    picked = models.BooleanField(default=False, db_default=False, editable=False)

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
            models.Index(fields=["tree_id"], condition=Q(closed=True), name="comment_closed"),
            models.Index(fields=["article"], condition=Q(pinned=True), name="comment_pinned"),
            models.Index(fields=["article"], condition=Q(picked=True), name="comment_picked"),
            models.Index(fields=["-created_at"], name="comment_newest"),
            models.Index(fields=["article", "-created_at"], name="comment_of_article"),
            models.Index(
                fields=["author", "created_at"],
                condition=Q(author__isnull=False),
                name="comment_author_time",
            ),
            models.Index(
                fields=["guest", "created_at"],
                condition=Q(guest__isnull=False),
                name="comment_guest_time",
            ),
            models.Index(
                fields=["email_key"], condition=Q(email_key__isnull=False), name="comment_email"
            ),
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

    def is_emptied(self) -> bool:
        """Old spam, whose words are not kept (actions/emptying.py), or only a place of replies."""
        return self.state in {State.SPAM, State.REMOVED} and not self.text

    def get_descendant_count(self) -> int:
        """How many comments stand beneath it, counted: the bounds have gaps."""
        return 0 if self._state.adding else self.branch().exclude(pk=self.pk).count()

    def is_leaf_node(self) -> bool:
        return not type(self).objects.filter(parent_id=self.pk).exists()

    def get_leafnodes(self, include_self: bool = False) -> CommentQuerySet:
        """The comments in its branch that nobody answered."""
        answers = type(self).objects.filter(parent_id=OuterRef("pk"))
        branch = self.branch() if include_self else self.branch().exclude(pk=self.pk)
        return branch.filter(~Exists(answers))

    def get_siblings(self, include_self: bool = False) -> CommentQuerySet:
        """The other replies to its parent, or the other threads of its article."""
        if self._state.adding:
            raise ValueError("a comment that was not posted stands nowhere")
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

    def branch(self) -> CommentQuerySet:
        return type(self).objects.filter(tree_id=self.tree_id, lft__gte=self.lft, lft__lt=self.rght)


# django-mptt adds an index of its own on (tree_id, lft); the unique constraint above has one.
Comment._meta.indexes = [
    index for index in Comment._meta.indexes if tuple(index.fields) != ("tree_id", "lft")
]
