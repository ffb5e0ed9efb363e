from datetime import timedelta

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment
from comments.rules import EDIT_WINDOW, Verb
from tests.cast import bob, charlie, make_article, mod, say
from tests.pages import errors, flat, outline, soup, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def comment(article):
    return say(article, bob(), "first words")


@pytest.fixture
def author(client):
    client.force_login(bob())
    return client


def edit(client, comment, text, revision=1, **values):
    sent = {"text": text, "revision": revision} | values
    return client.post(f"/comments/{comment.pk}/edit/", sent)


def age(comment, seconds):
    written = comment.created_at - EDIT_WINDOW + timedelta(seconds=seconds)
    Comment.objects.filter(pk=comment.pk).update(created_at=written)


def test_the_author_edits_and_readers_see_that_it_was_edited(author, article, comment):
    assert typed(author.get(f"/comments/{comment.pk}/edit/"), "text") == "first words"
    edit(author, comment, "second words")
    page = soup(author.get(article.get_absolute_url()))
    assert page.select_one(".words").text.strip() == "second words"
    assert page.select_one(".edited").text.startswith("edited ")
    assert page.select_one(".edited time") is not None


def test_the_earlier_text_is_kept_and_not_shown(author, article, comment):
    edit(author, comment, "second words")
    assert [revision.text for revision in comment.revisions.all()] == ["first words"]
    assert "first words" not in author.get(article.get_absolute_url()).content.decode()


def test_nobody_else_edits_or_withdraws(client, comment):
    for user in (None, charlie(), mod()):
        visitor = Client()
        if user:
            visitor.force_login(user)
        assert visitor.get(f"/comments/{comment.pk}/edit/").status_code == 403
        assert edit(visitor, comment, "mine now").status_code == 403
        assert visitor.post(f"/comments/{comment.pk}/withdraw/").status_code == 403
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("first words", "published")


def test_after_the_window_the_words_are_kept_but_not_stored(author, comment):
    age(comment, 60)
    assert author.get(f"/comments/{comment.pk}/edit/").status_code == 200
    age(comment, 0)
    response = edit(author, comment, "too late")
    assert (response.status_code, typed(response, "text")) == (422, "too late")
    assert errors(response)[0].startswith("The time to edit this comment is over.")
    comment.refresh_from_db()
    assert comment.text == "first words"


def test_who_can_no_longer_edit_is_led_to_what_became_of_it(author, comment):
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    page = soup(author.get(f"/comments/{comment.pk}/edit/"))
    assert flat(page.select_one(".problem")) == "This comment can no longer be changed."
    assert page.select_one(".problem + p a")["href"] == comment.get_absolute_url()


def test_the_second_of_two_tabs_is_told_and_loses_nothing(author, comment):
    edit(author, comment, "from the first tab")
    response = edit(author, comment, "from the second tab", revision=1)
    assert (response.status_code, typed(response, "text")) == (422, "from the second tab")
    assert soup(response).select_one(".present pre").text == "from the first tab"
    again = edit(author, comment, "from the second tab", typed(response, "revision"))
    assert again.status_code == 302
    comment.refresh_from_db()
    assert comment.text == "from the second tab"
    assert [r.text for r in comment.revisions.all()] == ["from the first tab", "first words"]


def test_the_same_edit_sent_twice_is_one_edit(author, comment):
    for _ in range(2):
        assert edit(author, comment, "second words").status_code == 302
    assert comment.revisions.count() == 1


@pytest.mark.parametrize(
    ("text", "revision", "error"),
    [
        ("", "1", "Please write something."),
        ("x" * 10_001, "1", "This is 10001 characters long; 10000 is the limit."),
    ],
)
def test_a_bad_edit_is_said_beside_the_field(author, comment, text, revision, error):
    response = edit(author, comment, text, revision)
    assert response.status_code == 422
    assert errors(response) == [error]
    assert typed(response, "text") == text


@pytest.mark.parametrize("revision", ["", "x", "9" * 30, "-1"])
def test_a_broken_revision_is_a_conflict_that_loses_no_words(author, comment, revision):
    response = edit(author, comment, "new words", revision)
    assert (response.status_code, typed(response, "text")) == (422, "new words")
    assert errors(response)[0].startswith("This comment was edited in another window.")
    assert typed(response, "revision") == "1"


def test_an_edit_can_be_previewed(author, comment):
    response = edit(author, comment, "**new**", preview="1")
    assert soup(response).select_one(".preview strong").text == "new"
    comment.refresh_from_db()
    assert comment.text == "first words"


def test_withdrawing_asks_first_and_cannot_be_done_by_a_link(author, article, comment):
    page = author.get(f"/comments/{comment.pk}/withdraw/")
    assert "This cannot be undone." in page.content.decode()
    comment.refresh_from_db()
    assert comment.state == "published"
    response = author.post(f"/comments/{comment.pk}/withdraw/")
    assert response["Location"] == f"{article.get_absolute_url()}#conversation"
    page = soup(author.get(article.get_absolute_url()))
    assert page.select_one("main > .notice").text == "Your comment is withdrawn."
    assert outline(author.get(article.get_absolute_url())) == ""


def test_withdrawing_what_was_answered_leaves_the_place(author, article, comment):
    say(article, "Ada", "an answer", comment)
    author.post(f"/comments/{comment.pk}/withdraw/")
    assert outline(author.get(article.get_absolute_url())).splitlines() == [
        "1 Withdrawn by its author.",
        "  1.1 Ada answers a comment that is gone: an answer",
    ]


def test_what_is_withdrawn_stays_so(author, article, comment):
    say(article, "Ada", "an answer", comment)
    for _ in range(2):
        response = author.post(f"/comments/{comment.pk}/withdraw/")
    assert response.status_code == 403
    with pytest.raises(actions.Refused, match="nothing-to-do"):
        actions.moderate(Verb.RESTORE, comment.pk, mod())


def test_own_controls_are_shown_to_the_author_alone(client, author, article, comment):
    own = [link.text for link in soup(author.get(article.get_absolute_url())).select("footer a")]
    assert own == ["Reply", "Edit", "Withdraw"]
    others = soup(Client().get(article.get_absolute_url())).select("li footer a")
    assert [link.text for link in others] == ["Reply", "Report"]
