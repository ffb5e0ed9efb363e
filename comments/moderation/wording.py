"""What moderators read on buttons, in lists of actions and once something is done."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.rules import Verb

COMMENT_BY = _("Comment by %(name)s")
MOVE_COMMENT_BY = _("Move the comment by %(name)s")

BUTTONS: dict[str, Any] = {
    Verb.PUBLISH: _("Publish"),
    Verb.HOLD: _("Hold"),
    Verb.SPAM: _("Mark as spam"),
    Verb.REMOVE: _("Remove"),
    Verb.RESTORE: _("Restore"),
    Verb.MOVE: _("Move"),
    Verb.KEEP: _("Keep"),
}

BRANCH_ACTIONS: dict[str, Any] = {
    Verb.PUBLISH: _("Publish with all replies"),
    Verb.HOLD: _("Hold with all replies"),
    Verb.SPAM: _("Mark as spam with all replies"),
    Verb.REMOVE: _("Remove with all replies"),
    Verb.RESTORE: _("Restore with all replies"),
    Verb.MOVE: _("Move with all replies"),
}


def done(verb: str, count: int) -> str:
    words: dict[str, str] = {
        Verb.PUBLISH: ngettext("%d comment published.", "%d comments published.", count),
        Verb.HOLD: ngettext("%d comment held.", "%d comments held.", count),
        Verb.SPAM: ngettext("%d comment marked as spam.", "%d comments marked as spam.", count),
        Verb.REMOVE: ngettext("%d comment removed.", "%d comments removed.", count),
        Verb.RESTORE: ngettext("%d comment restored.", "%d comments restored.", count),
        Verb.KEEP: ngettext("%d comment left as it is.", "%d comments left as they are.", count),
    }
    return words[verb] % count


def would(verb: str, count: int) -> str:
    words: dict[str, str] = {
        Verb.PUBLISH: ngettext("publish %d comment", "publish %d comments", count),
        Verb.HOLD: ngettext("hold %d comment", "hold %d comments", count),
        Verb.SPAM: ngettext("mark %d comment as spam", "mark %d comments as spam", count),
        Verb.REMOVE: ngettext("remove %d comment", "remove %d comments", count),
        Verb.RESTORE: ngettext("restore %d comment", "restore %d comments", count),
    }
    return words[verb] % count


def moved(count: int, number: str) -> str:
    words = ngettext("%d comment moved.", "%d comments moved.", count) % count
    return f"{words} {_('It is number %s now.') % number}" if number else words


def branch(comments: int, people: int) -> str:
    return _("%(comments)s by %(people)s") % {
        "comments": ngettext("%d comment", "%d comments", comments) % comments,
        "people": ngettext("%d person", "%d people", people) % people,
    }


def idle(count: int) -> str:
    words = ngettext(
        "For %d there was nothing to do: another moderator was faster, or its author.",
        "For %d there was nothing to do: another moderator was faster, or their authors.",
        count,
    )
    return words % count


def left(count: int) -> str:
    words = ngettext(
        "%d is still to be done: press the button again to go on.",
        "%d are still to be done: press the button again to go on.",
        count,
    )
    return words % count
