"""Signing in and out, and passwords."""

from tests.cast import PASSWORD
from tests.proof.asking import SIGN_IN
from tests.proof.table import Cell, Row, always, staff
from tests.proof.world import SIGNED_IN, STAFF

SIGNS_IN = {"username": "mod", "password": PASSWORD}
CHANGES = {
    "old_password": PASSWORD,
    "new_password1": "a fox said otherwise",
    "new_password2": "a fox said otherwise",
}


def strangers(cell: Cell) -> int:
    """For who is signed in there is nothing to do."""
    return 302 if cell.who in SIGNED_IN else 200


def signed_in(status: int):
    return lambda cell: status if cell.who in SIGNED_IN else SIGN_IN


def admin_sign_in(cell: Cell) -> int:
    return 302 if cell.who in STAFF else 200


def leaves(cell: Cell) -> int:
    """It is left by sending a form; who is not in need not leave."""
    return 405 if cell.who in STAFF else 302


ROWS = [
    Row("/account/sign-in/", strangers, always(302), SIGNS_IN),
    Row("/account/sign-out/", always(405), always(302), {}, quiet=True),
    Row("/account/password/", signed_in(200), signed_in(302), CHANGES),
    Row("/account/password/changed/", signed_in(200)),
    Row("/admin/login/", admin_sign_in, always(302), SIGNS_IN),
    Row("/admin/logout/", leaves, always(302), {}, quiet=True),
    Row("/admin/password_change/", staff(STAFF), staff(STAFF, 302), CHANGES),
    Row("/admin/password_change/done/", staff(STAFF)),
]
