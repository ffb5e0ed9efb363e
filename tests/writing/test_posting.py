from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from comments.models import Comment
from tests.cast import bob, charlie, make_article, say
from tests.forms import words
from tests.pages import errors, outline, soup, submission, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="The footbridge")


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


def test_a_guest_posts_and_is_led_to_the_new_comment(client, article, address):
    response = client.post(address, words("Hello\r\nthere"), follow=True)
    comment = Comment.objects.get()
    assert response.redirect_chain == [(f"{article.get_absolute_url()}#c-{comment.pk}", 302)]
    assert outline(response) == "1 Gwen says: Hello there"
    assert (comment.text, comment.state, comment.level) == ("Hello\nthere", "published", 0)


def test_a_reply_page_shows_what_is_answered_and_the_form(client, article):
    parent = say(article, "Ada", "Where does it go?")
    page = client.get(f"/comments/{parent.pk}/reply/")
    assert soup(page).select_one("li .words").text.strip() == "Where does it go?"
    assert soup(page).select_one("form.write")["action"] == f"/comments/{parent.pk}/reply/"


def test_a_reply_stands_beneath_what_it_answers(client, article):
    parent = say(article, "Ada", "Where does it go?")
    response = client.post(f"/comments/{parent.pk}/reply/", words("Over."), follow=True)
    assert outline(response).splitlines() == [
        "1 Ada says: Where does it go?",
        "  1.1 Gwen answers Ada: Over.",
    ]


def test_an_email_is_kept_and_never_shown(client, article, address):
    client.post(address, words(email="gwen@example.org", website="example.org/me"))
    comment = Comment.objects.get()
    assert (comment.email, comment.website) == ("gwen@example.org", "https://example.org/me")
    for page in (article.get_absolute_url(), comment.get_absolute_url()):
        html = client.get(page).content.decode()
        assert "gwen@example.org" not in html
        assert 'href="https://example.org/me" rel="nofollow ugc noopener"' in html


def test_someone_signed_in_just_writes(client, address):
    client.force_login(bob())
    client.post(address, {"text": "Hello", "name": "Somebody else"})
    comment = Comment.objects.get()
    assert (comment.name, comment.author_id, comment.guest) == ("bob", bob().pk, None)


def test_where_comments_are_held_the_author_is_told_and_sees_it(client):
    article = make_article(moderation="hold")
    page = client.post(f"{article.get_absolute_url()}comments/", words("Hi"), follow=True)
    assert "Waiting for a moderator. Only you can see this." in page.content.decode()
    assert Comment.objects.get().state == "held"
    assert "Hi" not in soup(Client().get(article.get_absolute_url())).select_one("main").text


def test_the_same_form_sent_again_makes_one_comment_and_the_same_answer(client, address):
    sent = words()
    answers = [client.post(address, sent)["Location"] for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert Comment.objects.count() == 1


def test_a_retry_after_a_lost_answer_still_makes_the_author_known(address):
    sent = words()
    Client().post(address, sent)  # the answer, and its cookie, are lost
    again = Client()
    again.post(address, sent)
    comment = Comment.objects.get()
    assert again.get(f"/comments/{comment.pk}/edit/").status_code == 200


def test_a_key_that_can_be_guessed_proves_nothing(address):
    sent = words(submission="1")
    Client().post(address, sent)
    again = Client()
    assert again.post(address, sent).status_code == 302
    comment = Comment.objects.get()
    assert again.get(f"/comments/{comment.pk}/edit/").status_code == 403


def test_a_used_form_with_other_words_asks_before_it_posts_them_too(client, address):
    first = words("one")
    client.post(address, first)
    response = client.post(address, first | {"text": "two"})
    assert response.status_code == 422
    assert typed(response, "text") == "two"
    assert errors(response)[0].startswith("This form has already posted a comment")
    client.post(address, first | {"text": "two", "submission": submission(response)})
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["one", "two"]


def test_the_preview_shows_and_stores_nothing(client, address):
    sent = words("**bold**", preview="1")
    response = client.post(address, sent)
    assert soup(response).select_one(".preview strong").text == "bold"
    assert (typed(response, "text"), submission(response)) == ("**bold**", sent["submission"])
    assert Comment.objects.count() == 0


def test_a_preview_needs_no_name_yet(client, address):
    response = client.post(address, words("**bold**", name="", preview="1"))
    assert (response.status_code, errors(response)) == (200, [])
    assert soup(response).select_one(".preview strong").text == "bold"


def test_a_preview_of_nothing_says_so(client, address):
    response = client.post(address, words("", name="", preview="1"))
    assert response.status_code == 422
    assert errors(response) == ["Please write something.", "Please give a name."]
    assert soup(response).select_one(".preview") is None


def test_the_script_gets_the_pieces_of_the_page(client, article):
    parent = say(article, "Ada", "Where?")
    headers = {"X-Requested-With": "fetch"}
    answer = client.post(f"/comments/{parent.pk}/reply/", words("There."), headers=headers).json()
    page = soup(client.get(article.get_absolute_url()))
    piece = BeautifulSoup(answer.pop("html"), "html.parser").li
    assert piece == page.find(id=f"c-{answer['id']}")
    comment = Comment.objects.get(pk=answer["id"])
    assert answer == {
        "id": str(comment.pk),
        "parent": str(parent.pk),
        "before": str(parent.pk),
        "place": f"{article.get_absolute_url()}#c-{comment.pk}",
        "message": "Your comment is published.",
    }


def test_the_script_gets_the_form_again_with_what_is_wrong(client, address):
    headers = {"X-Requested-With": "fetch"}
    response = client.post(address, words("", name=""), headers=headers)
    assert response.status_code == 422
    assert "Please write something." in response.json()["form"]


def test_get_on_the_posting_address_leads_to_the_form(client, article, address):
    assert client.get(address)["Location"] == f"{article.get_absolute_url()}#write"


def test_a_form_opened_before_a_rename_still_posts(client, article, address):
    article.slug = "renamed"
    article.save()
    client.post(address, words())
    assert Comment.objects.get().article == article


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_comment_and_twenty_same_answers():
    article = make_article()
    address, sent = f"{article.get_absolute_url()}comments/", words()

    def send(_):
        try:
            return Client().post(address, sent)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))
    assert answers == {f"{article.get_absolute_url()}#c-{Comment.objects.get().pk}"}


def test_a_stranger_is_not_taken_for_the_guest(client, address):
    client.post(address, words())
    stranger = Client()
    stranger.cookies["guest"] = Comment.objects.get().guest.hex
    comment = Comment.objects.get()
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 200
    assert stranger.get(f"/comments/{comment.pk}/edit/").status_code == 403


def test_a_guest_who_signs_in_may_still_take_the_comment_back(client, address):
    client.post(address, words())
    client.force_login(charlie())
    client.post(f"/comments/{Comment.objects.get().pk}/withdraw/")
    assert Comment.objects.get().state == "withdrawn"
