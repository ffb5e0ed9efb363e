from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article, slug_is_taken
from comments import actions
from comments.moderation import cells
from comments.moderation.base import NarrowAdmin
from comments.moderation.imports.filters import ImportedArticles
from comments.moderation.rules.links import rule_links
from comments.rules import Verb
from comments.tallies import Counts, counts_of

admin.site.site_header = admin.site.site_title = settings.SITE_NAME


CHANGED_MEANWHILE = _(
    "Somebody else has saved this article since you opened it. Compare it in another window: "
    "saving again replaces what is there."
)


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    # What the form was filled from, so that two editors do not undo each other's work.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        widgets = {
            "summary": AdminTextareaWidget({"rows": 3}),
            "body": AdminTextareaWidget({"rows": 24}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _moment(self.instance)

    def clean(self) -> dict[str, Any]:
        # The database wants a time of what is published, and is asked before Article.save().
        if self.cleaned_data.get("seen", "") != self.initial["seen"]:
            typed = {name: self.data[name] for name in self.data}
            self.data = typed | {"seen": self.initial["seen"]}
            raise ValidationError(CHANGED_MEANWHILE)
        publishes = self.cleaned_data.get("state") == Article.State.PUBLISHED
        if publishes and self.cleaned_data.get("published_at", ...) is None:
            self.cleaned_data["published_at"] = timezone.now()
        return self.cleaned_data

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and slug_is_taken(slug, self.instance.pk):
            raise ValidationError(_("Another article has this address, or had it once."))
        return slug


class ArticleList(ChangeList):
    """A page of articles, their stored counters fetched at once."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (ValueError, OverflowError) as error:  # a year beyond the calendar
            raise IncorrectLookupParameters from error

    def get_results(self, request: HttpRequest) -> None:
        self.queryset = self.queryset.defer("summary", "body", "body_html")
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = counts_of([article.pk for article in self.result_list])
        for article in self.result_list:
            article.counts = counts.get(article.pk, Counts())


@admin.register(Article)
class ArticleAdmin(NarrowAdmin):
    form = ArticleForm
    list_display = [
        "title",
        "state_mark",
        "published_at",
        "comment_count",
        "last_activity",
        "site_link",
    ]
    list_filter = ["state", "comments", ImportedArticles]
    lookups = frozenset(
        {
            "state__exact",
            "comments__exact",
            "published_at__year",
            "published_at__month",
            "published_at__day",
            "import",
        }
    )
    date_hierarchy = "published_at"
    search_fields = ["title", "byline", "slug"]
    ordering = ["-created_at", "-id"]
    empty_value_display = ""
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "byline", "summary", "body", "seen"]}),
        (_("Publication"), {"fields": ["state", "published_at"]}),
        (_("Comments"), {"fields": ["comments", "closes_after_days", "moderation", "own_rules"]}),
    ]

    readonly_fields = ["own_rules"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Comments would hang in the air: what nobody should read becomes a draft again.
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """That comments are closed or opened is a decision, and stands in the log."""
        wanted = obj.comments
        if change and "comments" in form.changed_data:
            obj.comments = form.initial["comments"]
        super().save_model(request, obj, form, change)
        if wanted != obj.comments:
            verb = Verb.CLOSE if wanted == Article.Comments.CLOSED else Verb.OPEN
            actions.mark_article(verb, obj.pk, request.user)
            obj.refresh_from_db()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def view_on_site(self, article: Article) -> str:
        # Of a form with errors this is the article as typed, which may have no address.
        return Article.objects.only("slug").get(pk=article.pk).get_absolute_url()

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, article: Article) -> SafeString:
        planned = article.state == Article.State.PUBLISHED and not article.is_public(timezone.now())
        label = _("planned") if planned else article.get_state_display()
        return format_html('<span class="state {}">{}</span>', article.state, label)

    @admin.display(description=_("comments"))
    def comment_count(self, article: Any) -> SafeString:
        count = article.counts.published
        return format_html(
            '<a href="{}?article__id__exact={}">{}<span class="on-phone"> {}</span></a>',
            reverse("admin:comments_comment_changelist"),
            article.pk,
            count,
            ngettext("comment", "comments", count),
        )

    @admin.display(description=_("last activity"))
    def last_activity(self, article: Any) -> SafeString | None:
        at = article.counts.last_activity_at
        return cells.ago(at) if at else None

    @admin.display(description=_("rules of its own"))
    def own_rules(self, article: Article) -> SafeString | None:
        return None if article._state.adding else rule_links(article)  # noqa: SLF001 - documented

    @admin.display(description=_("on the site"))
    def site_link(self, article: Article) -> SafeString:
        label = _("View") if article.is_public(timezone.now()) else _("Preview")
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), label)


def _moment(article: Article) -> str:
    """The last save of a stored article; empty for a new one."""
    return article.updated_at.isoformat() if article.updated_at else ""
