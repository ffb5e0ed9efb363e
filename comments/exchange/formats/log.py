"""What lines of the log say, field by field; docs/exporting.md explains them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from comments.exchange.formats.lines import LARGEST_NUMBER, Fields
from comments.persons.keys import Key, Kind
from comments.rules import NAME_LENGTH, REASON_LENGTH, FlagReason, State, Verb

USERNAME_LENGTH = 150
REASON_NAME_LENGTH = 80
LONGEST_WORDS = 100_000
# As a small column holds.
SMALL = 32_767

Reader = Callable[[Fields, str], Any]


def said(row: Fields, readers: dict[str, Reader]) -> dict[str, Any]:
    return {name: reader(row, name) for name, reader in readers.items()}


def identity(row: Fields, name: str) -> str:
    text = row.text(name)
    if text and not (text.isascii() and text.isdigit() and 0 < int(text[:20]) < 1 << 63):
        raise row.wrong(name, "is no id of ours")
    return text and str(int(text))


def _thing(row: Fields, name: str) -> str:
    if not (found := identity(row, name)):
        raise row.wrong(name, "is missing")
    return found


def needed(row: Fields, name: str, longest: int) -> str:
    if not (found := row.exact(name, longest)):
        raise row.wrong(name, "is missing")
    return found


def moment(row: Fields, name: str) -> datetime:
    if (found := row.time(name)) is None:
        raise row.wrong(name, "is missing")
    return found


def _time(row: Fields, name: str) -> datetime | None:
    return row.time(name)


def _person(row: Fields, name: str) -> str:
    """ "a:" and a username, or a key that is the same everywhere."""
    text = row.exact(name, USERNAME_LENGTH + 2)
    if not text or (text.startswith("a:") and text != "a:"):
        return text
    try:
        key = Key.read(text)
    except ValueError:
        raise row.wrong(name, "is no person's key") from None
    if key.kind == Kind.ACCOUNT:
        raise row.wrong(name, "is an account's number, which means nothing elsewhere")
    return text


def _flag(row: Fields, name: str) -> bool:
    return row.flag(name)


def _uuid(row: Fields, name: str) -> str:
    return row.uuid(name)


def _words(longest: int) -> Reader:
    return lambda row, name: row.exact(name, longest)


def _number(nothing: int | None, largest: int = LARGEST_NUMBER) -> Reader:
    return lambda row, name: row.number(name, 0, largest) or nothing


def _chosen(known: Iterable[str]) -> Reader:
    # Nothing is none of these: what a line of the log says is never left to a guess.
    choices = ("", *known)

    def choose(row: Fields, name: str) -> str:
        if not (found := row.one_of(name, choices)):
            raise row.wrong(name, "is missing")
        return found

    return choose


WHERE: dict[str, Reader] = {"article": identity, "comment": _thing}
WHO: dict[str, Reader] = {
    "moderator": _words(USERNAME_LENGTH),
    "moderator_name": _words(USERNAME_LENGTH),
}
REASON: dict[str, Reader] = {
    "words": _words(LONGEST_WORDS),
    "position": _number(0, SMALL),
    "is_active": _flag,
}
LOG: dict[str, dict[str, Reader]] = {
    "decision": {
        "article": identity,
        "comment": identity,
        "person": _person,
        "verb": _chosen(Verb),
        "branch": _flag,
        "cause": _words(REASON_NAME_LENGTH),
        "reason": _words(REASON_LENGTH),
        "tells_author": _flag,
        "before": _words(100),
        "after": _words(100),
        "undoes": identity,
        **WHO,
        "decided_at": moment,
    },
    "change": {
        **WHERE,
        "decision": identity,
        "before": _chosen(State),
        "after": _chosen(State),
        "changed_at": moment,
    },
    "move": {
        **WHERE,
        "decision": _thing,
        "size": _number(0),
        "from_parent": identity,
        "from_tree": _thing,
        "from_ordinal": _number(None),
        "to_parent": identity,
        "to_tree": _thing,
        "to_ordinal": _number(None),
    },
    "hold": {**WHERE, "code": _words(20), "evidence": _words(200), "name": _words(NAME_LENGTH)},
    "flag": {
        **WHERE,
        "account": _words(USERNAME_LENGTH),
        "guest": _uuid,
        "counts": _flag,
        "reason": _chosen(FlagReason),
        "words": _words(REASON_LENGTH),
        "created_at": moment,
        "decision": identity,
    },
    "appeal": {
        **WHERE,
        "words": _words(REASON_LENGTH),
        "created_at": moment,
        "decision": identity,
    },
    "note": {"person": _person, "words": _words(LONGEST_WORDS), **WHO, "written_at": moment},
    "sanction": {
        "does": _chosen(["ban", "hold"]),
        "key": _person,
        "person": _person,
        "name": _words(NAME_LENGTH),
        "until": _time,
        "reason": _words(REASON_LENGTH),
        "decision": _thing,
        "lifted_by": identity,
    },
}
