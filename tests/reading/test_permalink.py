import pytest

from comments import actions, places, reading
from comments.people import Person
from comments.rules import Verb
from tests.cast import alice, converse, make_article, mod, say
from tests.pages import numbers, outline, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def test_a_permalink_shows_what_stands_above_and_beneath(client, article):
    *_, third, _, _ = converse(
        article, "A: one\n  B: two\n    C: three\n      D: four\n    E: five"
    )
    assert outline(client.get(third.get_absolute_url())).splitlines() == [
        "1 A says: one",
        "1.1 B answers A: two",
        "1.1.1 C answers B: three",
        "  1.1.1.1 D answers C: four",
    ]


def test_a_long_way_up_is_cut_and_leads_on(client, article):
    drawing = "\n".join(f"{'  ' * level}P{level}: w" for level in range(14))
    said = converse(article, drawing)
    page = soup(client.get(said[13].get_absolute_url()))
    assert len(page.select(".ancestors > li")) == 10
    assert page.select_one(".above > p a")["href"] == said[2].get_absolute_url()


def test_a_tombstone_has_a_page_too(client, article):
    first, _ = converse(article, "Ada: rude\n  Ben: answer")
    actions.moderate(Verb.REMOVE, first.pk, mod(), "x")
    page = client.get(first.get_absolute_url())
    assert outline(page).splitlines()[0] == "1 Removed by a moderator."
    assert "Ada" not in page.content.decode()


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.SPAM, Verb.HOLD])
def test_what_is_taken_down_is_not_there(client, article, verb):
    comment = say(article, "Ada", "words")
    assert client.get(comment.get_absolute_url()).status_code == 200
    actions.moderate(verb, comment.pk, mod(), "x")
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_a_held_comment_has_a_page_for_its_author_alone(client):
    article = make_article(moderation="hold")
    comment = say(article, alice(), "waiting")
    assert client.get(comment.get_absolute_url()).status_code == 404
    client.force_login(alice())
    assert "waiting" in client.get(comment.get_absolute_url()).content.decode()


def test_a_comment_on_a_draft_is_not_there(client, article):
    comment = say(article, "Ada", "words")
    article.state = "draft"
    article.save()
    assert client.get(comment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["0", "12", "9" * 19, "9" * 40, "-1", "x"])
def test_no_such_comment_is_not_found(client, name):
    assert client.get(f"/comments/{name}/").status_code == 404


def test_the_place_is_the_page_of_the_conversation_that_shows_it(client, article):
    for number in range(60):
        last = say(article, "Ada", f"thread {number}")
    reply = say(article, "Ben", "late", last)
    for comment in (last, reply):
        place, _, anchor = places.place_of(comment).partition("#")
        assert anchor == f"c-{comment.pk}"
        assert soup(client.get(place)).find(id=anchor) is not None


def test_the_place_deep_in_a_long_thread_is_its_own_page(client, article):
    root = say(article, "Ada", "one")
    replies = [say(article, "Ben", f"{number}", root) for number in range(45)]
    assert places.place_of(replies[0]).startswith(article.get_absolute_url())
    assert places.place_of(replies[44]).startswith(replies[44].get_absolute_url())


def test_the_rest_of_a_branch_ends_with_the_branch(client, article, monkeypatch):
    monkeypatch.setattr(reading, "BRANCH_ROWS", 2)
    _, branch, *_ = converse(article, "A: 1\n  B: 2\n    C: 3\n    D: 4\n  E: not in it")
    first = client.get(branch.get_absolute_url())
    assert numbers(first) == ["1", "1.1", "1.1.1"]
    rest = client.get(soup(first).select_one(".continued a")["href"])
    assert outline(rest).splitlines() == ["1.1.2 D answers B: 4"]


def test_a_strange_continuation_is_no_error(client, article):
    comment = say(article, "Ada", "one")
    other = say(article, "Ben", "another thread")
    for after in (other.pk, 7, "x", "9" * 30):
        page = client.get(comment.get_absolute_url(), {"after": after})
        assert numbers(page) == ["1"]


@pytest.mark.parametrize("replies", [1, 3, 50])
def test_the_page_costs_the_same_queries_however_much_is_on_it(
    client, article, replies, django_assert_num_queries
):
    root = say(article, "Ada", "one")
    branch = say(article, "Ben", "two", root)
    for _ in range(replies):
        say(article, "Cem", "three", branch)
    with django_assert_num_queries(8):
        client.get(branch.get_absolute_url())


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.SPAM, Verb.HOLD])
@pytest.mark.parametrize("page", ["", "reply/", "edit/", "withdraw/"])
@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
def test_no_page_of_a_tombstone_tells_who_said_what(client, article, verb, page, headers):
    first, _ = converse(article, "Ada: rude\n  Ben: answer")
    assert "Ada" in client.get(first.get_absolute_url()).content.decode()
    actions.moderate(verb, first.pk, mod(), "x")
    answer = client.get(f"{first.get_absolute_url()}{page}", headers=headers).content.decode()
    assert ("Ada" in answer, "rude" in answer) == (False, False)


@pytest.mark.parametrize("page", ["", "reply/", "edit/", "withdraw/"])
def test_what_its_author_withdrew_is_told_to_nobody(client, article, page):
    first, _ = converse(article, "Ada: rude\n  Ben: answer")
    actions.withdraw(first.pk, guest_of(first))
    answer = client.get(f"{first.get_absolute_url()}{page}").content.decode()
    assert ("Ada" in answer, "rude" in answer) == (False, False)


def guest_of(comment):
    return Person(name=comment.name, guest=comment.guest)
