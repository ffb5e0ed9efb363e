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

    def single(cell: Cell) -> int | str:
        """Who comes too late for a comment is told."""
        return staff(MODERATORS, 302 if cell.state in MODERATION[verb] else 409)(cell)

    source = tuple(sorted(MODERATION[verb]))[-1:]
    return [
        Row(f"{ON_COMMENT}moderate/", do, single, decided(verb), KINDS, WHY),
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


ON_PERSON = "/admin/comments/person/{person}/"


def banned(world: World, _cell: Cell) -> Sent:
    return {"keys": world.names["person"], "term": "7", "reason": "Rude"}


moderators, done = staff(MODERATORS), staff(MODERATORS, 302)
PERSON = [
    Row(ON_PERSON, moderators),
    Row(f"{ON_PERSON}note/", moderators, done, {"words": "Seen before"}),
    Row(f"{ON_PERSON}hold/", moderators, done, {"reason": "Because"}),
    Row(f"{ON_PERSON}ban/", moderators, done, banned, optional=frozenset({"day"})),
    Row(f"{ON_PERSON}lift/", moderators, done, {"decision": "1", "reason": "Because"}, quiet=True),
    Row(
        f"{ON_PERSON}clear/?verb=hold&days=7",
        moderators,
        done,
        {"verb": "hold", "days": "7"},
        optional=frozenset({"reason"}),
    ),
    Row(f"{ON_PERSON}export/", staff(EDITORS)),
    Row(
        f"{ON_PERSON}erase/",
        staff(EDITORS),
        staff(EDITORS, 302),
        {"typed": "bob"},
        optional=frozenset({"also", "words"}),
    ),
]


def publishes(cell: Cell) -> int | str:
    """What readers reported is published already; what does not wait is led back from."""
    return staff(MODERATORS, 409 if cell.state == "published" else 302)(cell)


def many(world: World, cell: Cell) -> Sent:
    chosen = world.comment_for(cell.who, cell.kind).pk
    return {"way": "stands", "comment": chosen, "total": "1"}


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
    # Who wrote it has a page of their own.
    Row(f"{ON_COMMENT}export/", staff(EDITORS, 302)),
    Row(f"{ON_COMMENT}erase/", staff(EDITORS, 302)),
    Row(f"{DECISION}undo/", staff(MODERATORS), staff(MODERATORS, 302), {"reason": "A mistake"}),
    Row("/admin/comments/decision/export/", staff(MODERATORS)),
    *PERSON,
    Row("/admin/comments/waiting/", staff(MODERATORS)),
    Row(
        "/admin/comments/waiting/{comment}/decide/",
        staff(MODERATORS, 302),
        publishes,
        {"verb": "publish"},
        KINDS,
        frozenset({"cause", "reason", "tells_author"}),
    ),
    Row(
        "/admin/comments/waiting/many/",
        staff(MODERATORS, 302),
        staff(MODERATORS, 302),
        many,
        ("held",),
        frozenset(
            {
                "cause",
                "reason",
                "tells_author",
                "every",
                "until",
                "last",
                "done",
                "missed",
                "state",
                "article",
            }
        ),
    ),
]
