"""The report of an import, as the command prints it, made a page for editors.

What is lost comes first, and what is nought is left out.
"""

import re
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.exchange.account import KINDS, OUTCOMES
from comments.models import LedgerRow, State
from comments.models.ledger import Outcome
from comments.moderation.imports import reasons

LOST = ("refused", "skipped")
SHOWN = [*LOST, *(each for each in OUTCOMES if each not in LOST)]
MANY: dict[str, str | Promise] = {
    "articles": gettext_lazy("articles"),
    "comments": gettext_lazy("comments"),
    "pingbacks": gettext_lazy("pingbacks"),
    "reasons": gettext_lazy("reasons"),
    "decisions": gettext_lazy("decisions"),
    "changes": gettext_lazy("changes of state"),
    "moves": gettext_lazy("moves"),
    "holds": gettext_lazy("holds"),
    "flags": gettext_lazy("flags"),
    "appeals": gettext_lazy("appeals"),
    "notes": gettext_lazy("notes"),
    "sanctions": gettext_lazy("bans"),
    "others": gettext_lazy("other things"),
}
NOTE = re.compile(rf"([\d,]+) (\w+) ({'|'.join(OUTCOMES)}): (.*?)(?: \((.*)\))?")
STATES = re.compile("comments (?:by state|there now): (.*)")
# Isso's rows are told by their table.
ROW = re.compile(r", (comment|thread)s (\d+)(?=;|$)")


class Note(NamedTuple):
    outcome: str
    how_many: str
    what: str
    words: str
    places: str


class Report(NamedTuple):
    """A column for each kind of row, a line for each outcome; then what else was said."""

    kinds: list[str]
    outcomes: list[tuple[str, list[str]]]
    warnings: list[str]
    lost: list[Note]
    notes: list[Note]
    states: str


def read(report: str) -> Report:
    head, *lines = report.splitlines() or [""]
    outcomes = head.split()
    counts = [line.split() for line in lines if _is_counts(line, len(outcomes))]
    said = [line.strip() for line in lines if not _is_counts(line, len(outcomes))]
    notes = [_note(found) for line in said if (found := NOTE.fullmatch(line))]
    states = [_states(found[1]) for line in said if (found := STATES.fullmatch(line))]
    others = [line for line in said if not (NOTE.fullmatch(line) or STATES.fullmatch(line))]
    return Report(
        kinds=[str(MANY[count[0]]) for count in counts],
        outcomes=_table(outcomes, [count[1:] for count in counts]),
        warnings=[f"{line}." for line in others],
        lost=sorted((note for note in notes if note.outcome in LOST), key=lambda n: n.outcome),
        notes=[note for note in notes if note.outcome not in LOST],
        states="".join(states),
    )


def _is_counts(line: str, outcomes: int) -> bool:
    words = line.split()
    return len(words) == outcomes + 1 and words[0] in KINDS.values()


def _table(outcomes: list[str], columns: list[list[str]]) -> list[tuple[str, list[str]]]:
    by_outcome = {name: [column[at] for column in columns] for at, name in enumerate(outcomes)}
    rows = [(str(Outcome(name).label), by_outcome[name]) for name in SHOWN if name in by_outcome]
    rows += [(_("all"), by_outcome["rows"])] if "rows" in by_outcome else []
    return [(label, counts) for label, counts in rows if any(count != "0" for count in counts)]


def _note(found: "re.Match[str]") -> Note:
    count, kind, outcome, why, places = found.groups(default="")
    return Note(outcome, count, _called(kind), reasons.sentence(why), ROW.sub(r", \1 \2", places))


def _called(kind: str) -> str:
    """One, or many."""
    if kind == "other":
        return _("other thing")
    return str(LedgerRow.Kind(kind).label if kind in KINDS else MANY[kind])


def _states(said: str) -> str:
    return ", ".join(_state(*part.split(" ", 1)) for part in said.split(", "))


def _state(count: str, what: str) -> str:
    if what in State.values:
        return f"{count} {State(what).label}"
    kept = ngettext("%(n)s place kept", "%(n)s places kept", 1 if count == "1" else 2)
    return kept % {"n": count}
