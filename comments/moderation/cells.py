"""What stands in the columns of the admin's lists. People's words are escaped and isolated."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, State
from comments.moderation.addresses import comment_address, person_address
from comments.moderation.wording import MARK_WORDS

EXCERPT_LENGTH = 80
TITLE_LENGTH = 50


def excerpt(comment: Comment) -> SafeString:
    # A link without words would lead nowhere.
    text = Truncator(comment.text or _("no words")).chars(EXCERPT_LENGTH)
    return format_html('<span class="excerpt" dir="auto">{}</span>', text)


def isolated(name: str) -> SafeString:
    """A name whose direction of writing does not turn what stands around it."""
    return format_html("<bdi>{}</bdi>", name)


def article_link(about: Comment | Decision) -> SafeString:
    """The article, leading to the list of its comments."""
    address = reverse("admin:comments_comment_changelist")
    title = Truncator(about.article.title if about.article else "").chars(TITLE_LENGTH)
    return format_html(
        '<a href="{}?article__id__exact={}" dir="auto">{}</a>', address, about.article_id, title
    )


def comment_link(comment: Comment) -> SafeString:
    words = isolated(comment.name), excerpt(comment)
    return format_html('<a href="{}">{}: {}</a>', comment_address(comment.pk), *words)


def why(decision: Decision) -> SafeString:
    """The reason that was chosen, and the moderator's words."""
    return format_html_join(
        " ",
        '<span class="why" dir="auto">{}</span>',
        ([words] for words in (decision.cause and decision.cause.name, decision.reason) if words),
    )


def person_link(key: str, name: str) -> SafeString:
    """The name; leading to the person's page, if there is a key to tell them by."""
    if not key:
        return isolated(name)
    return format_html('<a href="{}">{}</a>', person_address(key), isolated(name))


def state_mark(comment: Comment) -> SafeString:
    words = [word for word in ("closed", "pinned", "picked") if getattr(comment, word)]
    return format_html(
        '<span class="state {}">{}</span>{}',
        comment.state,
        State(comment.state).label,
        format_html_join("", ' <span class="marked">{}</span>', ([MARK_WORDS[w]] for w in words)),
    )


def ago(moment: datetime) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(localtime(moment), "DATETIME_FORMAT"),
        _age(moment),
    )


def _age(moment: datetime) -> str:
    if now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
