"""Why each comment waits, in words and with what was found; a statement for each kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import suspicions
from comments.models import Appeal, Flag, FlagReason, Hold, Kind, Waiting

HELD, APPEAL, FLAG = "held", "appeal", "flag-"
# A rule is named where it held something; all rules of a kind are asked for at once.
KINDS = dict(Kind.choices)
# A comment that a hundred readers flagged is not read a hundred times.
WORDS_SHOWN = 10


class Why(NamedTuple):
    """A reason, and what was found or said."""

    kind: str
    reason: str
    evidence: list[str]


def reasons_of(comment_ids: list[int], codes: dict[int, list[str]]) -> dict[int, list[Why]]:
    """By comment; `codes` are those of the queue."""
    why: dict[int, list[Why]] = defaultdict(list)
    for comment, reason in _flags(comment_ids):
        why[comment].append(reason)
    for appeal in Appeal.objects.filter(comment__in=comment_ids, decision=None):
        why[appeal.comment_id].append(Why("appeal", _("its author asks"), _said(appeal.words)))
    for hold in Hold.objects.filter(comment__in=comment_ids):
        if hold.code in codes[hold.comment_id]:
            why[hold.comment_id].append(Why("hold", hold.reason, _said(hold.evidence)))
    for comment in comment_ids:
        if HELD in codes[comment]:
            why[comment].append(Why("hold", reason_words(HELD), []))
    return why


def why_it_waits(comment_id: int) -> list[Why]:
    """Empty if it does not wait."""
    row = Waiting.objects.filter(pk=comment_id).first()
    return reasons_of([row.pk], {row.pk: row.reasons})[row.pk] if row else []


def reason_words(code: str) -> str:
    """One of the queue's codes, in words."""
    if code == HELD:
        return _("held by the article's setting or a moderator")
    if code == APPEAL:
        return _("its author asks for another look")
    if code.startswith(FLAG):
        return _("flagged: %s") % FlagReason(code.removeprefix(FLAG)).label
    return str(KINDS.get(code) or suspicions.reason(code))


def known_codes() -> list[str]:
    """What the queue can be narrowed to."""
    flags = [f"{FLAG}{reason}" for reason in FlagReason.values]
    return list(dict.fromkeys([*flags, APPEAL, HELD, *KINDS, *map(str, suspicions.REASONS)]))


def _flags(comment_ids: list[int]) -> Iterator[tuple[int, Why]]:
    found = Flag.objects.filter(comment__in=comment_ids, decision=None)
    ordered = found.order_by("comment", "reason", "id")
    for (comment, reason), flags in groupby(ordered, lambda flag: (flag.comment_id, flag.reason)):
        yield comment, _flagged(reason, list(flags))


def _flagged(reason: str, flags: list[Flag]) -> Why:
    words = ngettext(
        "flagged by %(count)d reader: %(reason)s",
        "flagged by %(count)d readers: %(reason)s",
        len(flags),
    )
    said = [words for flag in flags for words in _said(flag.words)]
    told = {"count": len(flags), "reason": FlagReason(reason).label}
    return Why("flag", words % told, said[:WORDS_SHOWN])


def _said(words: str) -> list[str]:
    return [words] if words else []


def all_words(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, reason_words(code).capitalize()) for code in codes]
