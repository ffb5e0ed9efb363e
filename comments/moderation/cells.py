"""What stands in the columns of the admin's lists. People's words are escaped and isolated."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from comments.models import Comment, State

EXCERPT_LENGTH = 80
TITLE_LENGTH = 50


def excerpt(comment: Comment) -> SafeString:
    text = Truncator(comment.text).chars(EXCERPT_LENGTH)
    return format_html('<span class="excerpt" dir="auto">{}</span>', text)


def isolated(name: str) -> SafeString:
    """A name whose direction of writing does not turn what stands around it."""
    return format_html("<bdi>{}</bdi>", name)


def article_link(comment: Comment) -> SafeString:
    """The article, leading to the list of its comments."""
    address = reverse("admin:comments_comment_changelist")
    title = Truncator(comment.article.title).chars(TITLE_LENGTH)
    return format_html(
        '<a href="{}?article__id__exact={}" dir="auto">{}</a>', address, comment.article_id, title
    )


def comment_link(comment: Comment) -> SafeString:
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    return format_html('<a href="{}">{}: {}</a>', address, isolated(comment.name), excerpt(comment))


def state_mark(comment: Comment) -> SafeString:
    return format_html(
        '<span class="state {}">{}</span>', comment.state, State(comment.state).label
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
