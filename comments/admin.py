from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.lookup import is_number
from comments.models import Comment, Sanction
from comments.moderation import cells, listing, marking, moving, views
from comments.moderation.base import ModerationAdmin
from comments.moderation.dashboard.views import dashboard
from comments.moderation.erasures import ErasureAdmin
from comments.moderation.imports import admin as imports_admin  # noqa: F401 - registers them
from comments.moderation.imports.filters import ImportedComments
from comments.moderation.log import DecisionAdmin
from comments.moderation.persons import rights
from comments.moderation.persons.admin import SanctionAdmin
from comments.moderation.pingbacks import PingbackAdmin
from comments.moderation.queue import admin as queue_admin  # noqa: F401 - registers it
from comments.moderation.reasons import ReasonAdmin
from comments.moderation.rules import admin as rules_admin  # noqa: F401 - registers them
from comments.moderation.searching import LimitedSearch
from comments.moderation.wording import BRANCH_ACTIONS, BUTTONS
from comments.rules import MODERATION, Verb

__all__ = ["CommentAdmin", "DecisionAdmin", "ErasureAdmin", "PingbackAdmin", "ReasonAdmin"]


def _action(verb: Verb, *, branch: bool) -> Callable[..., HttpResponse | None]:
    label = BRANCH_ACTIONS[verb] if branch else BUTTONS[verb]

    @admin.action(description=label, permissions=["moderate"])
    def act(
        model_admin: ModerationAdmin, request: HttpRequest, selected: QuerySet[Comment]
    ) -> HttpResponse | None:
        return views.moderate_selected(model_admin, request, selected, verb, branch=branch)

    act.__name__ = f"{verb}-branches" if branch else verb.value
    return act


admin.site.register(Sanction, SanctionAdmin)


@admin.register(Comment)
class CommentAdmin(LimitedSearch):
    list_display = ["excerpt", "by", "article_link", "place", "state_mark", "age"]
    list_display_links = ["excerpt"]
    list_filter = [
        "state",
        listing.MarkFilter,
        ("created_at", admin.DateFieldListFilter),
        listing.ArticleFilter,
        listing.ParentFilter,
        listing.AccountFilter,
        listing.GuestFilter,
        ImportedComments,
    ]
    lookups = frozenset(
        {
            "state__exact",
            "mark",
            "created_at__gte",
            "created_at__lt",
            "article__id__exact",
            "parent__id__exact",
            "author__id__exact",
            "guest__exact",
            "import",
        }
    )
    ordering = ["-created_at", "-id"]
    sortable_by = ["age"]
    search_help_text = _("Words of a comment, a name or an e-mail address.")
    actions = [_action(verb, branch=branch) for branch in (False, True) for verb in MODERATION]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Comment]":
        articles = super().get_queryset(request).select_related("article")
        return articles.defer("article__summary", "article__body", "article__body_html")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[listing.CommentList]:
        return listing.CommentList

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("dashboard/", self.moderators_view(dashboard), name="comments_dashboard"),
            *(
                path(f"<int:comment_id>/{verb}/", self.moderators_view(view), name=name)
                for verb, view, name in (
                    ("erase", rights.of_comment(rights.erase), "comments_comment_erase"),
                    ("export", rights.of_comment(rights.export), "comments_comment_export"),
                    ("mark", marking.mark, "comments_comment_mark"),
                    ("moderate", views.moderate, "comments_comment_moderate"),
                    ("move", moving.move, "comments_comment_move"),
                )
            ),
        ]
        return own + super().get_urls()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        comment = self.get_object(request, unquote(object_id))
        if comment is None:
            raise Http404
        return views.detail(self, request, comment)

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Comment]"
    ) -> HttpResponse | None:
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_number, ticked)):
            raise BadRequest("a comment's id is a number")
        return super().response_action(request, queryset)

    @admin.display(description=_("comment"))
    def excerpt(self, comment: Comment) -> SafeString:
        return cells.excerpt(comment)

    @admin.display(description=_("by"))
    def by(self, comment: Comment) -> SafeString:
        return cells.person_link(listing.person_on(comment), comment.name)

    @admin.display(description=_("article"))
    def article_link(self, comment: Comment) -> SafeString:
        return cells.article_link(comment)

    @admin.display(description=_("number"))
    def place(self, comment: Comment) -> str:
        return listing.number_on(comment)

    @admin.display(description=_("state"))
    def state_mark(self, comment: Comment) -> SafeString:
        return cells.state_mark(comment)

    @admin.display(description=_("written"), ordering="created_at")
    def age(self, comment: Comment) -> SafeString:
        return cells.ago(comment.created_at)
