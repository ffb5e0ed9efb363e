"""One comment as a moderator sees it: where it stands, how it came there, what may be done.

However deep its thread and however many answered, the work and the page stay small.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet

from comments import rules
from comments.models import Comment, Decision, Move, Revision, StateChange
from comments.moderation.listing import short_number
from comments.moderation.wording import BUTTONS, KEPT, MARK_WORDS, would
from comments.querysets import NEAREST_ABOVE, Number, number_text, numbers_of
from comments.rules import MODERATION, State, Verb

Row = TypeVar("Row", bound=Model)

ANCESTORS_SHOWN = 10
REPLIES_SHOWN = 50
CHANGES_SHOWN = 50
REVISIONS_SHOWN = 10


@dataclass(frozen=True)
class Placed:
    """A comment near the one that is looked at, with its number."""

    comment: Comment
    number: str


@dataclass(frozen=True)
class Spot:
    """Where a comment stood: its number, and the comment it answered unless it headed a thread."""

    number: str
    parent: Comment | None


@dataclass(frozen=True)
class Step:
    """What happened to a comment at one time: its state has changed, it was moved or marked."""

    at: datetime
    decision: Decision | None
    change: StateChange | None = None
    before: Spot | None = None
    after: Spot | None = None

    @property
    def words(self) -> str:
        """Of what is neither a state nor a place."""
        if self.decision is None:
            return ""
        return str(MARK_WORDS.get(self.decision.after) or KEPT)

    @property
    def undone_by(self) -> Decision | None:
        return getattr(self.decision, "undone_by", None)

    @property
    def undo(self) -> int | None:
        """The decision that may be undone."""
        return self.decision.pk if self.decision and not self.undone_by else None


@dataclass(frozen=True)
class Detail:
    number: str
    full_number: str
    above: list[Placed]
    further_above: int
    replies: list[Placed]
    reply_count: int
    steps: list[Step]
    revisions: list[Revision]
    buttons: list[tuple[Verb, str]]
    # What a decision about the whole branch would change, if that is more than the comment.
    branch_buttons: list[tuple[Verb, str]]
    branch_effects: list[str]

    @property
    def verbs(self) -> set[Verb]:
        return {verb for verb, _ in self.buttons + self.branch_buttons}


def detail_of(comment: Comment) -> Detail:
    number = numbers_of([comment.pk])[comment.pk]
    above = _above(comment)
    replies = Comment.objects.filter(parent=comment)
    in_branch = _branch_counts(comment)
    own = [] if comment.is_emptied() else rules.verbs_for(comment.state)
    reply_count = replies.count()
    return Detail(
        number=short_number(number),
        full_number=number_text(number),
        above=[Placed(each, short_number(number[: each.level + 1])) for each in above],
        further_above=comment.level - len(above),
        replies=_placed_beneath(number, replies),
        reply_count=reply_count,
        steps=_steps(comment),
        revisions=_newest(comment.revisions.all(), REVISIONS_SHOWN),
        buttons=[(verb, BUTTONS[verb]) for verb in own],
        branch_buttons=[(verb, BUTTONS[verb]) for verb in in_branch if verb not in own],
        branch_effects=[would(verb, count) for verb, count in in_branch.items()]
        if reply_count
        else [],
    )


def _above(comment: Comment) -> list[Comment]:
    """The nearest comments above it, outermost first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{NEAREST_ABOVE} SELECT id FROM up WHERE id IS NOT NULL", [comment.pk, ANCESTORS_SHOWN]
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Comment.objects.filter(pk__in=ids).defer("html").order_by("level"))


def _placed_beneath(number: Number, replies: QuerySet[Comment]) -> list[Placed]:
    first = replies.defer("html").order_by("lft")[:REPLIES_SHOWN]
    return [Placed(reply, short_number((*number, reply.ordinal))) for reply in first]


def _branch_counts(comment: Comment) -> dict[Verb, int]:
    """How many comments of its branch each verb would change, where any."""
    spoken = comment.branch().exclude(state__in=[State.SPAM, State.REMOVED], text="")
    states = dict(spoken.order_by().values_list("state").annotate(Count("id")))
    counts = {
        verb: sum(states.get(source, 0) for source in sources)
        for verb, sources in MODERATION.items()
    }
    return {verb: count for verb, count in counts.items() if count}


def _steps(comment: Comment) -> list[Step]:
    told = ("decision__cause", "decision__undone_by")
    changes = _newest(comment.history.select_related(*told), CHANGES_SHOWN)
    moves = comment.moves.select_related(*told, "from_parent", "to_parent").defer(
        *("from_parent__html", "from_parent__text", "to_parent__html", "to_parent__text")
    )
    others = comment.decisions.filter(~Q(after="") | Q(verb=Verb.KEEP))
    marks = _newest(others.select_related("cause", "undone_by"), CHANGES_SHOWN)
    steps = [Step(change.changed_at, change.decision, change) for change in changes]
    steps += _moves(_newest(moves, CHANGES_SHOWN))
    steps += [Step(decision.decided_at, decision) for decision in marks]
    return sorted(steps, key=lambda step: step.at)


def _moves(moves: list[Move]) -> Iterable[Step]:
    parents = {pk for move in moves for pk in (move.from_parent_id, move.to_parent_id) if pk}
    numbers = numbers_of(list(parents)) if parents else {}

    def spot(parent: Comment | None, ordinal: int | None) -> Spot:
        return Spot(short_number((*(numbers[parent.pk] if parent else ()), ordinal)), parent)

    for move in moves:
        before = spot(move.from_parent, move.from_ordinal)
        after = spot(move.to_parent, move.to_ordinal)
        yield Step(move.decision.decided_at, move.decision, before=before, after=after)


def _newest(rows: "QuerySet[Row]", most: int) -> list[Row]:
    return list(rows.order_by("-id")[:most])[::-1]
