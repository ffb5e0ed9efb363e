"""A number in the address leads to its comment, wherever that was moved."""

import pytest
from django.urls import reverse

from comments import actions
from comments.rules import Verb
from tests.cast import alice, converse, guest, make_article, mod, say
from tests.pages import soup

pytestmark = pytest.mark.django_db

THREADS = """
Ada: one
  Ben: one one
    Cem: one one one
  Dee: one two
Ada: two
Ada: three
"""


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def said(article):
    return {comment.text: comment for comment in converse(article, THREADS)}


def address(article, number) -> str:
    return reverse("number", args=[article.slug, number])


@pytest.fixture
def led(client, article):
    """Where a number leads: the comment's id, or the status of the answer."""

    def lead(number):
        response = client.get(address(article, number))
        if response.status_code != 302:
            return response.status_code
        return int(response["Location"].rpartition("#c-")[2])

    return lead


def test_each_number_leads_to_its_comment(led, said):
    numbers = ["1", "1.1", "1.1.1", "1.2", "2", "3"]
    assert [led(number) for number in numbers] == [comment.pk for comment in said.values()]


def test_it_leads_into_the_conversation(client, article, said):
    assert address(article, "1.1") == f"/articles/{article.slug}/1.1/"
    place = client.get(address(article, "1.1"))["Location"]
    assert place == f"/articles/{article.slug}/#c-{said['one one'].pk}"


@pytest.mark.parametrize("number", ["0", "4", "1.3", "1.1.1.1", "999999999", "1." * 200 + "1"])
def test_a_number_that_nobody_had_is_not_found(led, said, number):
    assert led(number) == 404


def test_what_is_not_there_is_said_kindly(client, article, said):
    page = client.get(address(article, "9"))
    assert soup(page).select_one("h1").text == "Nothing is here"


@pytest.mark.parametrize("number", ["1234567890", "1..1", ".1", "1.a", "-1"])
def test_what_is_no_number_is_not_found(client, article, number):
    assert client.get(f"/articles/{article.slug}/{number}/").status_code == 404


def test_a_branch_that_was_moved_is_found_by_its_old_numbers(led, said):
    actions.move(said["one one"].pk, mod(), said["two"].pk)
    found = [led(number) for number in ("1.1", "2.1", "1.1.1", "2.1.1", "1.2")]
    moved, beneath = said["one one"].pk, said["one one one"].pk
    assert found == [moved, moved, beneath, beneath, said["one two"].pk]


def test_a_thread_that_was_moved_twice_is_found_by_all_its_numbers(led, said):
    actions.move(said["one"].pk, mod(), said["two"].pk)
    actions.move(said["one one"].pk, mod(), said["three"].pk)
    actions.move(said["one"].pk, mod(), None)
    found = [led(number) for number in ("1", "2.1", "4")]
    assert found == [said["one"].pk] * 3
    # Its reply left it while it stood beneath two, and was its first reply wherever it stood.
    assert [led(n) for n in ("1.1", "2.1.1", "4.1", "3.1")] == [said["one one"].pk] * 4
    assert led("2.1.1.1") == said["one one one"].pk


def test_who_has_a_number_goes_before_who_had_it(led, said):
    move = actions.move(said["two"].pk, mod(), said["three"].pk)
    actions.undo(move.pk, mod())
    actions.move(said["three"].pk, mod(), said["two"].pk)
    assert [led(number) for number in ("2", "3", "3.1")] == [
        *(said["two"].pk, said["three"].pk),
        said["two"].pk,
    ]


def test_a_number_of_another_article_leads_nowhere(client, said):
    other = make_article(title="The ferry")
    assert client.get(address(other, "1")).status_code == 404


def test_what_was_taken_down_is_not_found(led, said):
    actions.moderate(Verb.REMOVE, said["two"].pk, mod())
    actions.moderate(Verb.REMOVE, said["one"].pk, mod())
    # A place with replies beneath it is still there.
    assert [led("2"), led("1")] == [404, said["one"].pk]


def test_a_draft_is_found_by_editors_alone(client):
    article = make_article()
    comment = say(article, guest(), "words")
    type(article).objects.update(state="draft")
    assert client.get(address(article, "1")).status_code == 404
    client.force_login(alice())
    assert str(comment.pk) in client.get(address(article, "1"))["Location"]


def test_a_former_address_of_the_article_will_do(client, article, said):
    old = address(article, "2")
    article.slug = "bridge"
    article.save()
    assert client.get(old)["Location"] == f"/articles/bridge/#c-{said['two'].pk}"


def test_a_number_costs_little_however_deep(client, article, django_assert_max_num_queries):
    converse(article, "\n".join(f"{'  ' * level}P: w{level}" for level in range(30)))
    with django_assert_max_num_queries(5):
        response = client.get(address(article, ".".join(["1"] * 30)))
    assert response.status_code == 302
