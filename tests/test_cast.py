from textwrap import dedent

import pytest

from tests.cast import alice, bob, charlie, converse, drawn, make_article, mod, person, say

pytestmark = pytest.mark.django_db

DRAWING = """
    Ada: Where does it go?
      Ben: Over the river.
        Ada: Thank you.
      Cem: To the other side.
    Ben: Is it open?
"""


def test_a_conversation_is_said_as_it_is_drawn() -> None:
    article = make_article()
    where, over, thanks, other, is_open = converse(article, DRAWING)
    assert [comment.parent for comment in (where, over, thanks, other, is_open)] == [
        None,
        where,
        over,
        where,
        None,
    ]
    assert drawn(article) == dedent(DRAWING).strip()


def test_a_drawing_with_a_missing_level_is_refused() -> None:
    with pytest.raises(AssertionError, match="beneath nothing"):
        converse(make_article(), "Ada: One.\n    Ben: Two levels down.")


def test_everybody_is_who_they_are_said_to_be() -> None:
    rights = ("articles.change_article", "comments.moderate_comment")
    assert {
        user.username: (user.is_staff, *map(user.has_perm, rights))
        for user in (alice(), bob(), charlie(), mod())
    } == {
        "alice": (True, True, True),
        "bob": (False, False, False),
        "charlie": (False, False, False),
        "mod": (True, False, True),
    }
    assert alice() == alice()


def test_an_account_speaks_under_its_own_name() -> None:
    comment = say(make_article(), bob(), "Hello")
    assert (comment.name, comment.author, comment.guest) == ("bob", bob(), None)
    assert person(bob()).wrote(comment)
