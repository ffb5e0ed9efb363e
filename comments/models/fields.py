from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article
from comments import rules


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
    MOVE = rules.Verb.MOVE, _("move")
    KEEP = rules.Verb.KEEP, _("keep")
    CLOSE = rules.Verb.CLOSE, _("close")
    OPEN = rules.Verb.OPEN, _("open")
    PIN = rules.Verb.PIN, _("pin")
    UNPIN = rules.Verb.UNPIN, _("unpin")
    PICK = rules.Verb.PICK, _("pick")
    UNPICK = rules.Verb.UNPICK, _("unpick")
    BAN = rules.Verb.BAN, _("ban")
    UNBAN = rules.Verb.UNBAN, _("unban")
    UNDO = rules.Verb.UNDO, _("undo")


class FlagReason(models.TextChoices):
    ABUSE = rules.FlagReason.ABUSE, _("abuse")
    SPAM = rules.FlagReason.SPAM, _("spam")
    OFF_TOPIC = rules.FlagReason.OFF_TOPIC, _("off topic")
    ILLEGAL = rules.FlagReason.ILLEGAL, _("illegal content")
    OTHER = rules.FlagReason.OTHER, _("something else")


def account_key(**options: Any) -> models.ForeignKey[Any, Any]:
    """A link to an account that outlives it: the name is kept beside it as a snapshot."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_constraint=False,
        **options,
    )


def article_key() -> models.ForeignKey[Any, Any]:
    """The article of a row's comment, as a copy.

    Without a constraint: the comment has one. It would be checked with every row that is written,
    and with every article that is deleted all of them would be read, as no index leads there.
    """
    return models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
