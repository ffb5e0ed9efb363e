"""What lines of the log become: decisions, changes, moves, holds, flags, appeals, notes, bans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.db.models import Model

from comments.models import (
    Appeal,
    Decision,
    Flag,
    Hold,
    Move,
    Note,
    Reason,
    Sanction,
    StateChange,
)


class To(StrEnum):
    """What a field leads to."""

    ARTICLE = "article"
    COMMENT = "comment"
    # A thread, which is called by its first comment.
    THREAD = "thread"
    DECISION = "decision"
    REASON = "reason"
    ACCOUNT = "account"
    PERSON = "person"


@dataclass(frozen=True)
class Kind:
    """`plain` and `times` are fields that say the same here; `links` are columns, each with the
    field that it is read from. What must be there `once`, while `open` is nothing, is never made
    twice; `answered` may be filled later, by another export.
    """

    model: type[Model]
    plain: tuple[str, ...]
    times: tuple[str, ...] = ()
    uuids: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, To]] = field(default_factory=dict)
    once: tuple[tuple[str, ...], ...] = ()
    open: str = ""
    answered: str = ""
    # Whether the queue depends on it.
    waits: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.plain, *self.times, *self.uuids, *self.links)


ABOUT = {"article_id": ("article", To.ARTICLE), "comment_id": ("comment", To.COMMENT)}
ANSWERED = {"decision_id": ("decision", To.DECISION)}
BY = {"moderator_id": ("moderator", To.ACCOUNT)}
OF = {"person": ("person", To.PERSON)}

# In this order, each by its ids: what comes later leads to what came before.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "reason": Kind(Reason, ("words", "position", "is_active")),
        "decision": Kind(
            Decision,
            ("verb", "branch", "reason", "tells_author", "before", "after", "moderator_name"),
            ("decided_at",),
            links={
                **ABOUT,
                **OF,
                **BY,
                "cause_id": ("cause", To.REASON),
                "undoes_id": ("undoes", To.DECISION),
            },
            once=(("undoes_id",),),
        ),
        "change": Kind(
            StateChange,
            ("before", "after"),
            ("changed_at",),
            links={**ABOUT, **ANSWERED},
            waits=True,
        ),
        "move": Kind(
            Move,
            ("size", "from_ordinal", "to_ordinal"),
            links={
                **ABOUT,
                **ANSWERED,
                "from_parent_id": ("from_parent", To.COMMENT),
                "from_tree": ("from_tree", To.THREAD),
                "to_parent_id": ("to_parent", To.COMMENT),
                "to_tree": ("to_tree", To.THREAD),
            },
            once=(("decision_id",),),
        ),
        "hold": Kind(Hold, ("code", "evidence", "name"), links=ABOUT, waits=True),
        "flag": Kind(
            Flag,
            ("counts", "reason", "words"),
            ("created_at",),
            ("guest",),
            links={**ABOUT, **ANSWERED, "author_id": ("account", To.ACCOUNT)},
            once=(("comment_id", "author_id"), ("comment_id", "guest")),
            answered="decision_id",
            waits=True,
        ),
        "appeal": Kind(
            Appeal,
            ("words",),
            ("created_at",),
            links={**ABOUT, **ANSWERED},
            once=(("comment_id",),),
            open="decision_id",
            answered="decision_id",
            waits=True,
        ),
        "note": Kind(Note, ("words", "moderator_name"), ("written_at",), links={**OF, **BY}),
        "sanction": Kind(
            Sanction,
            ("does", "name", "reason"),
            ("until",),
            links={
                **OF,
                **ANSWERED,
                "key": ("key", To.PERSON),
                "lifted_by_id": ("lifted_by", To.DECISION),
            },
            once=(("key", "does"),),
            open="lifted_by_id",
            answered="lifted_by_id",
        ),
    }
)


def table_of(kind: str) -> str:
    return KINDS[kind].model._meta.db_table
