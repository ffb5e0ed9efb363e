"""Whatever is sent: a clear message, the words still there, nothing half-saved, never a 500."""

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.models import Comment
from comments.rules import Verb
from tests.cast import guest, make_article, mod, say
from tests.forms import words
from tests.pages import errors, soup, typed

pytestmark = pytest.mark.django_db

KEPT = "Your words are still here."
CLOSED = "Comments on this article are closed."


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"text": ""}, "Please write something."),
        ({"text": " \r\n\t "}, "Please write something."),
        ({"text": "\u200b\u200d"}, "Please write something that can be seen."),
        ({"text": "x" * 10_001}, "This is 10001 characters long; 10000 is the limit."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "a\ufffdb"}, "Some characters could not be read. Please type them again."),
        ({"name": ""}, "Please give a name."),
        ({"name": "\u200b"}, "Please write something that can be seen."),
        ({"name": "\u3164\u2800\ufe0f"}, "Please write something that can be seen."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"name": "a\u202eb"}, "A name cannot contain control characters."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"website": "data:text/html,x"}, "Enter a valid URL."),
        ({"website": "ftp://example.org"}, "Enter a valid URL."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, address, sent, error):
    response = client.post(address, words() | sent)
    assert response.status_code == 422
    assert errors(response) == [error]
    assert typed(response, "text") == (words() | sent)["text"]
    assert Comment.objects.count() == 0


def test_the_longest_comment_fits_however_its_lines_end(client, address):
    text = "x\r\n" * 4_999 + "xx"
    client.post(address, words(text))
    assert len(Comment.objects.get().text) == 10_000


def test_broken_utf8_is_said_and_what_can_be_read_is_kept(client, address):
    body = b"name=Gwen&text=a%FFb%ED%A0%80"
    response = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert typed(response, "text").startswith("a\ufffd")


def test_an_article_closed_meanwhile_keeps_the_words(client, article, address):
    article.comments = "closed"
    article.save()
    response = client.post(address, words())
    assert (response.status_code, typed(response, "text")) == (422, "My words.")
    assert errors(response) == [CLOSED, KEPT]


def test_a_reply_to_an_article_closed_meanwhile_keeps_the_words(client, article):
    parent = say(article, "Ada", "one")
    Article.objects.update(comments="closed")
    response = client.post(f"/comments/{parent.pk}/reply/", words())
    assert (response.status_code, typed(response, "text")) == (422, "My words.")
    assert errors(response) == [CLOSED, KEPT]


def test_a_page_that_cannot_be_answered_shows_no_form(client, article):
    parent = say(article, "Ada", "one")
    article.comments = "closed"
    article.save()
    page = client.get(f"/comments/{parent.pk}/reply/")
    assert soup(page).select_one(".problem").text == CLOSED
    assert soup(page).select_one("form.write") is None


def test_the_first_field_that_is_wrong_has_the_focus(client, address):
    page = soup(client.post(address, words(name="", email="nobody")))
    assert [field["name"] for field in page.select("[autofocus]")] == ["name"]
    assert page.title.text == "Please check: Write a comment · Understory"


def test_an_article_that_closes_after_days(client):
    long_ago = timezone.now() - timezone.timedelta(days=8)
    article = make_article(closes_after_days=7, published_at=long_ago)
    response = client.post(f"{article.get_absolute_url()}comments/", words())
    assert response.status_code == 422
    Article.objects.update(closes_after_days=9)
    assert client.post(f"{article.get_absolute_url()}comments/", words()).status_code == 302


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.SPAM, Verb.HOLD])
def test_a_parent_gone_meanwhile_keeps_the_words(client, article, verb):
    parent = say(article, "Ada", "one")
    actions.moderate(verb, parent.pk, mod(), "x")
    response = client.post(f"/comments/{parent.pk}/reply/", words())
    assert (response.status_code, typed(response, "text")) == (404, "My words.")
    assert errors(response) == ["The comment you answer is no longer there.", KEPT]


def test_a_tombstone_is_not_answered(client, article):
    parent = say(article, "Ada", "one")
    say(article, "Ben", "two", parent)
    actions.moderate(Verb.REMOVE, parent.pk, mod(), "x")
    response = client.post(f"/comments/{parent.pk}/reply/", words())
    assert (response.status_code, typed(response, "text")) == (422, "My words.")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("parent", ["7", "9" * 25])
def test_a_parent_that_never_was_keeps_the_words(client, parent):
    response = client.post(f"/comments/{parent}/reply/", words())
    assert (response.status_code, typed(response, "text")) == (404, "My words.")


def test_a_parent_under_another_article_is_refused(article):
    parent = say(make_article(title="Other"), "Ada", "one")
    with pytest.raises(actions.Refused, match="other-article"):
        actions.post(article, guest(), "words", parent_id=parent.pk)
    assert Comment.objects.count() == 1


def test_a_draft_takes_no_comment(client):
    article = make_article(title="Draft", state="draft")
    assert client.post(f"{article.get_absolute_url()}comments/", words()).status_code == 404


def test_an_expired_page_keeps_the_words_and_can_be_sent_again(article, address):
    client = Client(enforce_csrf_checks=True)
    sent = words(email="g@example.org")
    response = client.post(address, sent, headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert [typed(response, name) for name in sent] == list(sent.values())
    again = sent | {"csrfmiddlewaretoken": typed(response, "csrfmiddlewaretoken")}
    assert client.post(address, again, headers={"Origin": "http://testserver"}).status_code == 302


def test_a_post_from_another_site_gets_nothing_back(address):
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, words("strange"), headers={"Origin": "http://evil.example"})
    assert response.status_code == 403
    assert "strange" not in response.content.decode()
    assert Comment.objects.count() == 0


def test_a_flood_of_a_body_is_a_plain_refusal(client, address):
    response = client.post(address, words("x" * 2_000_000))
    assert response.status_code == 400
    assert "larger than a comment can be" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head"])
def test_other_methods_change_nothing(client, address, method):
    assert getattr(client, method)(address).status_code < 500
    assert Comment.objects.count() == 0


def test_while_the_database_is_away_the_words_come_back(client, address, monkeypatch):
    def away(*_args, **_values):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(actions, "post", away)
    response = client.post(address, words("<b>precious</b>"))
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "&lt;b&gt;precious&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        '[x](https://e.org "\\" onmouseover=alert(1) x=\\"")',
        "![x](https://e.org/x.png)",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "`<script>`",
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_that_is_typed_becomes_script(text):
    comment = say(make_article(), "Ada", text)
    tags = BeautifulSoup(comment.html, "html.parser").find_all(True)
    assert {tag.name for tag in tags} <= {"p", "a", "pre", "code", "br"}
    links = [tag["href"] for tag in tags if tag.name == "a"]
    assert [link for link in links if not link.startswith("https://e.org")] == []
    assert [tag.attrs.keys() - {"href", "rel", "title"} for tag in tags if tag.attrs] in (
        [],
        [set()],
    )


def test_a_name_is_only_a_name(client, article, address):
    client.post(address, words(name='<b onclick="x">Eve</b>'))
    html = client.get(article.get_absolute_url()).content.decode()
    assert "&lt;b onclick=&quot;x&quot;&gt;Eve&lt;/b&gt;" in html
    assert "<b onclick" not in html
