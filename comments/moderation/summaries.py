"""What decisions changed, from what to what, in a few words; of many decisions at once."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Decision, Move, State, StateChange
from comments.moderation.listing import short_number
from comments.moderation.wording import MARK_WORDS
from comments.querysets import numbers_of
from comments.states import Change


def of_decisions(decisions: Sequence[Decision]) -> dict[int, list[str]]:
    """For each decision, such as "published → removed 35"; whatever their number, two queries."""
    summaries: dict[int, list[str]] = {decision.pk: [] for decision in decisions}
    steps = StateChange.objects.filter(decision__in=summaries).order_by()
    grouped = steps.values_list("decision", "before", "after").annotate(count=Count("id"))
    for decision, before, after, count in grouped.order_by("-count", "before", "after"):
        summaries[decision].append(f"{_arrow(before, after)} {count}")
    moves = [decision.move for decision in decisions if hasattr(decision, "move")]
    for move, words in of_moves(moves):
        size = ngettext("%d comment", "%d comments", move.size) % move.size
        summaries[move.decision_id].append(f"{words}: {size}")
    for decision in decisions:
        if decision.before or decision.after:
            summaries[decision.pk].append(_words(decision.before, decision.after))
    return summaries


def of_undo(decision: Decision, back: Iterable[Change]) -> list[str]:
    """What would come back if the decision were undone."""
    if hasattr(decision, "move"):
        ((_move, words),) = of_moves([decision.move], backwards=True)
        return [words]
    if decision.before or decision.after:
        return [_words(decision.after, decision.before)]
    counts = Counter((change.before, change.after) for change in back)
    return [f"{_arrow(*pair)} {count}" for pair, count in counts.most_common()]


def of_moves(moves: Sequence[Move], *, backwards: bool = False) -> list[tuple[Move, str]]:
    """From which number to which. Numbers of what they stood beneath are today's."""
    parents = {pk for move in moves for pk in (move.from_parent_id, move.to_parent_id) if pk}
    numbers = numbers_of(list(parents)) if parents else {}

    def number(parent: int | None, ordinal: int | None) -> str:
        text = short_number((*(numbers[parent] if parent else ()), ordinal))
        return text or (_("unnumbered beneath another") if parent else _("an unnumbered thread"))

    told = []
    for move in moves:
        ends = (
            number(move.from_parent_id, move.from_ordinal),
            number(move.to_parent_id, move.to_ordinal),
        )
        told.append((move, " → ".join(reversed(ends) if backwards else ends)))
    return told


def _arrow(before: str, after: str) -> str:
    return f"{State(before).label} → {State(after).label}"


def _words(before: str, after: str) -> str:
    return " → ".join(str(MARK_WORDS.get(word, word)) for word in (before, after) if word)
