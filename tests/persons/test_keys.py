"""A person's key is one word, and nothing else is taken for one."""

from uuid import UUID

import pytest

from comments.persons.keys import Key, Kind, key_of
from tests.cast import bob, guest, make_article, say

DIGITS = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("text", ["a12", f"g{DIGITS}", f"e{DIGITS}", f"n{DIGITS}", f"x{DIGITS}"])
def test_a_key_is_read_as_it_was_written(text):
    assert str(Key.read(text)) == text


def test_a_key_tells_what_it_is():
    assert Key.read("a12") == (Kind.ACCOUNT, 12)
    assert Key.read(f"n{DIGITS}") == (Kind.NETWORK, UUID(DIGITS))


@pytest.mark.parametrize(
    "rubbish",
    [
        *("", "a", "a0", "a01", "a-1", "a1 ", "a1\n", "a٣", "A1", "12", "b12"),
        *("a2147483648", "a99999999999", f"g{DIGITS}0", f"g{DIGITS[1:]}", f"g{DIGITS.upper()}"),
        *(f"z{DIGITS}", "g01234567-89ab-cdef-0123-456789abcdef", "gwen@example.org", "\x00"),
    ],
)
def test_anything_else_is_no_key(rubbish):
    with pytest.raises(ValueError, match=r"no person's key|no account's number"):
        Key.read(rubbish)


@pytest.mark.django_db
def test_an_account_comes_before_a_guest_and_a_guest_before_an_address():
    article = make_article()
    by_bob = say(article, bob(), "One")
    gwen = guest(email="gwen@example.org")
    by_gwen = say(article, gwen, "Two")
    by_gwen.refresh_from_db()
    assert key_of(by_bob) == f"a{bob().pk}"
    assert key_of(by_gwen) == f"g{gwen.guest.hex}"
    by_gwen.guest = None
    assert key_of(by_gwen) == f"e{by_gwen.email_key.hex}"
    by_gwen.email_key = None
    assert key_of(by_gwen) == ""
