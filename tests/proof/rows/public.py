"""Where readers read and authors write."""

from tests.forms import words
from tests.proof.table import ALL_KINDS, Cell, Row, always

GUESTS = frozenset({"email", "website"})
FLAG = {"reason": "abuse", "text": "Rude"}
LIVE = {"published", "held"}


def shown(cell: Cell) -> int:
    return 200 if cell.seen else 404


def led(cell: Cell) -> int:
    return 302 if cell.seen else 404


def reply_form(cell: Cell) -> int:
    """What waits, or is gone and leaves its place, cannot be answered."""
    if not cell.seen:
        return 404
    return 200 if cell.state == "published" else 422


def replies(cell: Cell) -> int:
    return 302 if reply_form(cell) == 200 else reply_form(cell)


def edit_form(cell: Cell) -> int:
    if not cell.seen:
        return 404
    if not cell.mine:
        return 403
    return 200 if cell.state in LIVE else 422


def edits(cell: Cell) -> int:
    return 302 if edit_form(cell) == 200 else edit_form(cell)


def withdraw_form(cell: Cell) -> int:
    if not cell.seen:
        return 404
    return 200 if cell.mine and cell.state in LIVE else 403


def withdraws(cell: Cell) -> int:
    return 302 if withdraw_form(cell) == 200 else withdraw_form(cell)


def flag_form(cell: Cell) -> int:
    if not cell.seen:
        return 404
    if cell.mine:
        return 403
    return 200 if cell.state == "published" else 422


def flags(cell: Cell) -> int:
    return 302 if flag_form(cell) == 200 else flag_form(cell)


def unflags(cell: Cell) -> int:
    """Who has reported nothing is led to the form to report it."""
    return 302 if cell.seen else 404


def appeal_form(cell: Cell) -> int:
    """About what waits or was taken away, once."""
    if not cell.seen:
        return 404
    if not cell.mine:
        return 403
    return 422 if cell.state in {"published", "withdrawn", "spam"} else 200


def appeals(cell: Cell) -> int:
    return 302 if appeal_form(cell) == 200 else appeal_form(cell)


def new_words(_world, _cell) -> dict[str, str]:
    return words()


ROWS = [
    Row("/", always(200)),
    Row("/articles/{slug}/", always(200)),
    Row("/articles/{slug}/?view=whole", always(200)),
    Row("/articles/{slug}/?order=newest", always(200)),
    Row("/articles/{slug}/comments/", always(302), always(302), new_words, optional=GUESTS),
    Row("/articles/{slug}/{number}/", led, kinds=ALL_KINDS),
    Row("/articles/{slug}/old/comment-{comment}/", led, kinds=ALL_KINDS),
    Row("/old-address/?url=https://there.example/2012/open/", always(301)),
    Row("/old-address/?url=https://there.example/2013/", always(404)),
    Row("/comments/challenge/", always(200)),
    Row("/comments/{comment}/", shown, kinds=ALL_KINDS),
    Row("/comments/{comment}/reply/", reply_form, replies, new_words, ALL_KINDS, GUESTS),
    Row(
        "/comments/{comment}/edit/",
        edit_form,
        edits,
        {"text": "Better words", "revision": "1"},
        kinds=ALL_KINDS,
    ),
    Row("/comments/{comment}/withdraw/", withdraw_form, withdraws, {}, kinds=ALL_KINDS),
    Row("/comments/yours/", always(200)),
    Row("/comments/{comment}/flag/", flag_form, flags, FLAG, ALL_KINDS),
    Row("/comments/{comment}/unflag/", unflags, unflags, {}, ALL_KINDS),
    Row("/comments/{comment}/appeal/", appeal_form, appeals, {"text": "Why?"}, ALL_KINDS),
]
