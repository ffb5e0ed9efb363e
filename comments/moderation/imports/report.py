"""The report of an import, as the command prints it, made a table that a phone has room for."""

from typing import NamedTuple

from comments.exchange.account import KINDS


class Note(NamedTuple):
    words: str
    places: str


class Report(NamedTuple):
    """A column for each kind of row, a line for each outcome; then what else was said."""

    kinds: list[str]
    outcomes: list[tuple[str, list[str]]]
    notes: list[Note]


def read(report: str) -> Report:
    lines = report.splitlines()
    outcomes = lines[0].split() if lines else []
    counts = [line.split() for line in lines[1:] if _is_counts(line, len(outcomes))]
    notes = [_note(line) for line in lines[1:] if not _is_counts(line, len(outcomes))]
    columns = [count[1:] for count in counts]
    rows = [(name, [column[at] for column in columns]) for at, name in enumerate(outcomes)]
    return Report([count[0] for count in counts], rows, notes)


def _is_counts(line: str, outcomes: int) -> bool:
    words = line.split()
    return len(words) == outcomes + 1 and words[0] in KINDS.values()


def _note(line: str) -> Note:
    words, bracket, places = line.strip().partition(" (")
    if not places.endswith(")"):
        return Note(line.strip(), "")
    return Note(words, places[:-1] if bracket else "")
