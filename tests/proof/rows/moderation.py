"""The admin's pages of our own."""

from collections.abc import Callable

from comments.rules import MODERATION, Verb
from tests.proof.table import Cell, Row, Sent, staff
from tests.proof.world import KINDS, MODERATORS, World

ON_COMMENT = "/admin/comments/comment/{comment}/"


def decided(verb: str) -> Sent:
    return {"verb": verb, "reason": "Because", "branch": "on"}


def ticked(action: str) -> Callable[[World, Cell], Sent]:
    def sent(world: World, cell: Cell) -> Sent:
        chosen = world.comment_for(cell.who, cell.kind).pk
        return {"action": action, "_selected_action": chosen, "confirmed": "1", "reason": "Because"}

    return sent


def deciding(verb: Verb) -> list[Row]:
    """What leads on from a state, whatever it is; one comment and many."""
    see, do = staff(MODERATORS), staff(MODERATORS, 302)
    source = tuple(sorted(MODERATION[verb]))[-1:]
    return [
        Row(f"{ON_COMMENT}moderate/", do, do, decided(verb), KINDS),
        *(
            Row("/admin/comments/comment/", see, do, ticked(f"{verb}{many}"), source)
            for many in ("", "-branches")
        ),
    ]


ROWS = [
    *(row for verb in MODERATION for row in deciding(verb)),
    Row(
        f"{ON_COMMENT}move/",
        staff(MODERATORS),
        staff(MODERATORS, 302),
        {"target": "1"},
        KINDS,
        frozenset({"alone", "reason", "last_move"}),
    ),
]
