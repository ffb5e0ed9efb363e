"""The admin's pages of our own."""

from collections.abc import Callable

from comments.rules import EDITORIAL, MARKS, MODERATION, Verb
from tests.proof.table import Cell, Row, Sent, staff
from tests.proof.world import EDITORS, KINDS, MODERATORS, World

WHY = frozenset({"cause", "tells_author"})
DECISION = "/admin/comments/decision/{decision}/"
ON_COMMENT = "/admin/comments/comment/{comment}/"


def decided(verb: str) -> Sent:
    # The moderator has been told that it would change one.
    return {"verb": verb, "reason": "Because", "branch": "on", "previewed": "1"}


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
        Row(f"{ON_COMMENT}moderate/", do, do, decided(verb), KINDS, WHY),
        *(
            Row("/admin/comments/comment/", see, do, ticked(f"{verb}{many}"), source, WHY)
            for many in ("", "-branches")
        ),
    ]


def marking(verb: Verb) -> Row:
    """Back to the comment's page, whether there was something to do or not."""
    do = staff(EDITORS if verb in EDITORIAL else MODERATORS, 302)
    see, sent = staff(MODERATORS, 302), {"verb": verb, "reason": "Because"}
    # What never was marked cannot be unmarked.
    return Row(f"{ON_COMMENT}mark/", see, do, sent, quiet=not MARKS[verb].is_set)


ROWS = [
    *(row for verb in MODERATION for row in deciding(verb)),
    *(marking(verb) for verb in MARKS),
    Row(
        f"{ON_COMMENT}move/",
        staff(MODERATORS),
        staff(MODERATORS, 302),
        {"target": "1"},
        KINDS,
        frozenset({"alone", "reason", "last_move"}),
    ),
    Row(f"{DECISION}undo/", staff(MODERATORS), staff(MODERATORS, 302), {"reason": "A mistake"}),
    Row("/admin/comments/decision/export/", staff(MODERATORS)),
]
