from types import SimpleNamespace
from uuid import UUID

import pytest

from comments.people import Person

GWEN, GREG = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("person", "author_id", "guest", "wrote"),
    [
        (Person(user_id=7), 7, None, True),
        (Person(user_id=7), 8, None, False),
        (Person(guest=GWEN), None, GWEN, True),
        (Person(guest=GWEN), None, GREG, False),
        # Somebody who signed in after posting as a guest.
        (Person(user_id=7, guest=GWEN), None, GWEN, True),
        (Person(user_id=7, guest=GWEN), 8, GREG, False),
        # Nobody wrote what has no author.
        (Person(), None, None, False),
        (Person(user_id=7), None, None, False),
        (Person(guest=GWEN), None, None, False),
    ],
)
def test_a_comment_is_its_authors(person, author_id, guest, wrote):
    assert person.wrote(SimpleNamespace(author_id=author_id, guest=guest)) is wrote
