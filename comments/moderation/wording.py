"""What moderators read on buttons, in lists of actions and once something is done."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.moderation.addresses import undo_address
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
    Verb.CLOSE: _("Close to replies"),
    Verb.OPEN: _("Open to replies"),
    Verb.PIN: _("Pin"),
    Verb.UNPIN: _("Unpin"),
    Verb.PICK: _("Make it an editors’ pick"),
    Verb.UNPICK: _("No longer an editors’ pick"),
    Verb.BAN: _("Ban"),
    Verb.UNBAN: _("Lift the ban"),
    Verb.UNDO: _("Undo"),
}

BRANCH_ACTIONS: dict[str, Any] = {
    Verb.PUBLISH: _("Publish with all replies"),
    Verb.HOLD: _("Hold with all replies"),
    Verb.SPAM: _("Mark as spam with all replies"),
    Verb.REMOVE: _("Remove with all replies"),
    Verb.RESTORE: _("Restore with all replies"),
    Verb.MOVE: _("Move with all replies"),
}


KEPT = _("left as it is")
# What the log stores of marks.
MARK_WORDS: dict[str, Any] = {
    "open": _("open to replies"),
    "closed": _("closed to replies"),
    "pinned": _("pinned"),
    "unpinned": _("not pinned"),
    "picked": _("editors’ pick"),
    "unpicked": _("no editors’ pick"),
}


def label(verb: str, *, branch: bool = False) -> str:
    known = Verb(verb)
    return str(BRANCH_ACTIONS.get(known, BUTTONS[known]) if branch else BUTTONS[known])


def with_undo(words: str, decision_id: int) -> SafeString:
    """What was done, and the way back."""
    link = '{} <a class="undo" href="{}">{}</a>'
    return format_html(link, words, undo_address(decision_id), _("Undo"))


def undone(changed: int, left: int) -> str:
    words = ngettext("%d comment is as it was.", "%d comments are as they were.", changed) % changed
    return f"{words} {since(left)}" if left else words


def since(left: int) -> str:
    return (
        ngettext(
            "%d was decided anew since, and stays as it is.",
            "%d were decided anew since, and stay as they are.",
            left,
        )
        % left
    )


def marked(verb: str) -> str:
    words: dict[str, Any] = {
        Verb.CLOSE: _("Closed to replies."),
        Verb.OPEN: _("Open to replies."),
        Verb.PIN: _("Pinned."),
        Verb.UNPIN: _("No longer pinned."),
        Verb.PICK: _("Now an editors’ pick."),
        Verb.UNPICK: _("No longer an editors’ pick."),
    }
    return str(words[verb])


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


def would_by(verb: str, count: int, people: int) -> str:
    return _("This will %(do)s by %(people)s.") % {
        "do": would(verb, count),
        "people": ngettext("%d person", "%d people", people) % people,
    }


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
