"""Reads labelled texts from a CSV file."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from comments.spam.evaluation import Example

LABELS = {"1": True, "spam": True, "true": True, "0": False, "ham": False, "false": False}


class UnreadableError(ValueError):
    """Says in one line what is wrong, and where."""


def read(path: Path, text: str, label: str) -> list[Example]:
    """The examples in these columns. Raises UnreadableError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_examples(csv.DictReader(file, strict=True), text, label))
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8: {error.reason}") from None


def _examples(rows: "csv.DictReader[str]", text: str, label: str) -> Iterator[Example]:
    try:
        _require(rows.fieldnames or [], text, label)
        for row in rows:
            yield Example(row[text] or "", _is_spam(row[label]))
    except (csv.Error, UnreadableError) as error:
        raise UnreadableError(f"line {rows.reader.line_num}: {error}") from None


def _require(columns: Sequence[str], *wanted: str) -> None:
    for name in wanted:
        if name not in columns:
            found = ", ".join(columns) or "none"
            raise UnreadableError(f"no column {name}; there are: {found}")


def _is_spam(label: str | None) -> bool:
    try:
        return LABELS[(label or "").strip().lower()]
    except KeyError:
        raise UnreadableError(f"{label!r} is no label: 1, spam, true, 0, ham or false") from None
