"""Comments in all states, found by their words, names and addresses."""

import pytest
from django.db import connection

from comments.models import Comment
from comments.search import found
from tests.cast import converse, guest, say
from tests.moderation.desk import COMMENTS, column, excerpts
from tests.moderation.queue import QUEUE, held
from tests.pages import soup

pytestmark = pytest.mark.django_db

STATES = ["published", "held", "spam", "removed", "withdrawn"]


def search(client, typed, **more) -> list[str]:
    return sorted(excerpts(client.get(COMMENTS, {"q": typed} | more)))


@pytest.fixture
def said(article):
    return converse(
        article,
        """
        Ada: The river is high today.
          Ben O'Hara: Rivers rise in autumn; it's 100 % normal.
        Cem: Fähre? Paroisse d'été, 東京.
        """,
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("river", ["Rivers rise in autumn; it's 100 % normal.", "The river is high today."]),
        ("RIVER high", ["The river is high today."]),
        ("high RIV", ["The river is high today."]),
        # Only the last word may be begun.
        ("riv high", []),
        ("ada", ["The river is high today."]),
        ("ada hig", ["The river is high today."]),
        ("O'Hara", ["Rivers rise in autumn; it's 100 % normal."]),
        ("fähre", ["Fähre? Paroisse d'été, 東京."]),
        ("東京", ["Fähre? Paroisse d'été, 東京."]),
        ("ferry", []),
    ],
)
def test_words_and_names(client, said, typed, expected) -> None:
    assert search(client, typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["!", "'", "''", "\\", "a & b", "a:*", "'a' | 'b'", "(", "<->", "%s %(x)s", "x" * 5_000, "\t"],
)
def test_whatever_is_typed_is_a_word(client, said, typed) -> None:
    response = client.get(COMMENTS, {"q": typed})
    assert (response.status_code, response.context["cl"].query) == (200, typed)


def test_every_state_is_searched(client, article) -> None:
    for state in STATES:
        comment = say(article, "Ada", f"river {state}")
        Comment.objects.filter(pk=comment.pk).update(state=state)
    assert search(client, "river") == sorted(f"river {state}" for state in STATES)
    assert search(client, "river", state__exact="spam") == ["river spam"]


def test_what_is_found_stands_with_what_it_answers(client, said) -> None:
    response = client.get(COMMENTS, {"q": "autumn"})
    assert column(response, "answers") == ["Ada: The river is high today."]
    assert soup(client.get(COMMENTS)).select(".field-answers") == []


def test_an_address_is_found_only_in_full(client, article) -> None:
    say(article, guest("Gwen", email="gwen@example.org"), "By Gwen")
    assert search(client, "GWEN@example.org") == ["By Gwen"]
    assert search(client, "gwen@example") == []


def test_an_address_within_the_words_is_found_too(client, article) -> None:
    say(article, "Ada", "Write to gwen@example.org")
    assert search(client, "gwen@example.org") == ["Write to gwen@example.org"]


def test_the_queue_leads_to_the_search(client) -> None:
    held("river")
    form = soup(client.get(QUEUE)).select_one("form.search")
    assert (form["action"], form.select_one("input")["name"]) == (COMMENTS, "q")


def test_the_index_serves_the_search(client, said) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = found(Comment.objects.all(), "high riv", by_address=False).explain()
    assert "comment_words" in plan
