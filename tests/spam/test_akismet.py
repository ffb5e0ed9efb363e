"""Akismet, where the site has a key for it: it may let a comment wait, and do no more."""

import logging

import pytest

from comments.models import Comment
from comments.spam import akismet
from tests.cast import bob, make_article, mod
from tests.forms import words
from tests.pages import soup
from tests.spam.outside import SITE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("akismet_key")]


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


def newest():
    comment = Comment.objects.latest("id")
    return [comment.state, *comment.holds.values_list("code", "evidence")]


def test_what_it_takes_for_spam_waits(client, address, service):
    service.answers["comment-check"] = "true"
    assert client.post(address, words("Buy")).status_code == 302
    assert newest() == ["held", ("akismet", "")]


def test_a_moderator_reads_that_it_was_akismet(client, address, service):
    service.answers["comment-check"] = "true"
    service.headers["X-akismet-pro-tip"] = "discard"
    client.post(address, words("Buy"))
    client.force_login(mod())
    page = soup(client.get(f"/admin/comments/comment/{Comment.objects.get().pk}/change/"))
    told = [" ".join(line.text.split()) for line in page.select(".why li")]
    assert told == ["Akismet takes it for spam: discard"]


def test_what_it_takes_for_honest_is_published(client, address):
    client.post(address, words("Hello"))
    assert newest() == ["published"]


def test_what_it_is_sent(client, article, address, service):
    sent = words("Héllo & 你好\nyou", email="gwen@example.org", website="https://gwen.example.org")
    client.post(address, sent, REMOTE_ADDR="192.0.2.7", headers={"User-Agent": "Browser/1"})
    assert service.sent == [
        (
            "comment-check",
            {
                "api_key": "1234567890ab",
                "blog": SITE,
                "blog_lang": "en",
                "blog_charset": "UTF-8",
                "permalink": f"https://news.example.org{article.get_absolute_url()}",
                "comment_type": "comment",
                "comment_author": "Gwen",
                "comment_author_email": "gwen@example.org",
                "comment_author_url": "https://gwen.example.org",
                "comment_content": "Héllo & 你好\nyou",
                "user_ip": "192.0.2.7",
                "user_agent": "Browser/1",
                "is_test": "1",
            },
        )
    ]


def test_a_public_site_does_not_call_it_a_test(client, address, service, settings):
    settings.DEMO = False
    client.post(address, words())
    assert "is_test" not in service.sent[0][1]


def test_where_nothing_is_known_it_is_told_so(client, address, service):
    client.post(address, words(), REMOTE_ADDR="")
    (_, values) = service.sent[0]
    assert (values["user_ip"], values["user_agent"]) == ("127.0.0.1", "")


def test_nothing_leaves_the_site_without_a_key(client, address, service, settings):
    settings.AKISMET_KEY = ""
    client.post(address, words())
    assert (newest(), service.sent) == (["published"], [])


def test_accounts_previews_and_what_waits_already_are_not_sent(client, address, service):
    client.post(address, words(subject="bait"))
    client.post(address, words(preview="1"))
    client.post(address, words(""))
    client.force_login(bob())
    client.post(address, words())
    assert service.sent == []
    assert list(Comment.objects.order_by("id").values_list("state", flat=True)) == [
        "held",
        "published",
    ]


class TestFailures:
    @pytest.mark.parametrize(
        ("status", "text"),
        [(500, "true"), (200, "invalid"), (200, ""), (200, "<html>"), (404, ""), (200, "TRUE!")],
    )
    def test_an_answer_without_sense_is_no_opinion(self, client, address, service, status, text):
        service.status, service.answers["comment-check"] = status, text
        client.post(address, words("Kept."))
        assert newest() == ["published"]

    def test_nobody_there(self, client, address, settings):
        settings.AKISMET_URL = "http://127.0.0.1:9/"
        client.post(address, words("Kept."))
        assert newest() == ["published"]

    def test_nobody_waits_for_it_for_long(self, client, address, service, monkeypatch):
        monkeypatch.setattr(akismet, "PATIENCE", 0.05)
        service.may_answer.clear()
        client.post(address, words("Kept."))
        assert (newest(), service.calls()) == (["published"], ["comment-check"])

    def test_it_is_logged_once_until_it_answers_again(
        self, client, address, service, monkeypatch, caplog
    ):
        monkeypatch.setattr(akismet, "QUIET", 0)
        service.answers["comment-check"] = "invalid"
        service.headers["X-akismet-debug-help"] = "Empty key"
        for _ in range(3):
            client.post(address, words())
        service.answers["comment-check"] = "false"
        client.post(address, words())
        service.answers["comment-check"] = "oops"
        service.headers.clear()
        client.post(address, words())
        told = [(each.levelno, each.message) for each in caplog.records if "spam" in each.name]
        assert told == [
            (logging.WARNING, "Akismet has no opinion: Empty key"),
            (logging.INFO, "Akismet answers again"),
            (logging.WARNING, "Akismet has no opinion: oops"),
        ]

    def test_after_a_failure_it_is_left_in_peace_for_a_while(
        self, client, address, service, monkeypatch
    ):
        service.status = 500
        client.post(address, words())
        client.post(address, words())
        assert service.calls() == ["comment-check"]
        service.status = 200
        monkeypatch.setattr(akismet.line, "quiet_until", 0)
        client.post(address, words())
        assert service.calls() == ["comment-check"] * 2
