"""What is laid over the comments that all readers share: links and words for one of them."""

from collections.abc import Mapping
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from comments import rules
from comments.outcomes import Outcome, outcomes
from comments.own import Own, Theirs
from comments.people import Person
from comments.rendering import link, told_in
from comments.rules import WITHHELD
from comments.told import told


def laid_over(theirs: Theirs, reader: Person, *, controls: bool = True) -> dict[str, str]:
    """For the holes of their comments and of those that they reported.

    Without `controls` there is only something to read.
    """
    known = outcomes([own.id for own in theirs.comments if own.appealed or own.state in WITHHELD])
    values = {told_in(pk): told_html(outcome) for pk, outcome in known.items()}
    if controls:
        values |= {str(pk): _reported(pk, done) for pk, done in theirs.flagged.items()}
        values |= _footers(theirs.comments, known, reader, timezone.now())
    return values


def told_html(outcome: Outcome) -> str:
    return render_to_string("comments/_told.html", {"told": told(outcome)})


def own_links(own: Own, outcome: Outcome | None, reader: Person, now: datetime) -> str:
    """What its author may do with a comment."""
    may_edit, may_withdraw = rules.may_edit(own, reader, now), rules.may_withdraw(own, reader)
    links = {
        "edit": gettext("Edit") if may_edit is None else "",
        "withdraw": gettext("Withdraw") if may_withdraw is None else "",
        "appeal": gettext("Ask for another look") if _may_ask(own, outcome, reader) else "",
    }
    return " ".join(link(route, own.id, label) for route, label in links.items() if label)


def _may_ask(own: Own, outcome: Outcome | None, reader: Person) -> bool:
    if outcome is None or outcome.is_asked:
        return False
    return rules.may_appeal(own, reader, answered=outcome.is_final) is None


def _footers(
    comments: list[Own], known: Mapping[int, Outcome], reader: Person, now: datetime
) -> dict[str, str]:
    return {str(own.id): _footer(own, known.get(own.id), reader, now) for own in comments}


def _footer(own: Own, outcome: Outcome | None, reader: Person, now: datetime) -> str:
    """The links; and what came of an appeal, where no notice above the words tells it."""
    links = f" {own_links(own, outcome, reader, now)}"
    if outcome is None or own.state in WITHHELD:
        return links
    return f'{links}<div class="told">{told_html(outcome)}</div>'


def _reported(comment_id: int, is_answered: bool) -> str:
    words = gettext("You reported this")
    if not is_answered:
        words = f"{words} · {link('flag', comment_id, gettext('take back'))}"
    return f' <span class="reported">{words}</span>'
