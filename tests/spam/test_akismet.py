"""Akismet, where the site has a key for it: it may let a comment wait, and do no more."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments import actions
from comments.models import Comment, Hold, Told
from comments.rules import Suspicion, Verb
from comments.spam import akismet, telling
from tests.cast import bob, guest, make_article, mod, say
from tests.forms import words
from tests.pages import soup
from tests.spam.outside import serving

pytestmark = pytest.mark.django_db

SITE = "https://news.example.org/"
TOLD_BY_AKISMET = [Suspicion("akismet")]


@pytest.fixture
def service():
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def key(settings, service, monkeypatch):
    settings.AKISMET_KEY, settings.AKISMET_SITE = "1234567890ab", SITE
    settings.AKISMET_URL = service.url
    monkeypatch.setattr(akismet, "line", akismet.Line())


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


@pytest.fixture
def at_once(monkeypatch):
    """A decision need not be old to be told."""
    monkeypatch.setattr(telling, "SETTLED", timedelta())


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


class TestTelling:
    @pytest.fixture(autouse=True)
    def begun(self, service, at_once):
        """Somebody has run it before."""
        assert tell() == "0 told as spam, 0 as no spam"

    def test_what_it_has_missed(self, article, service):
        comment = say(article, guest("Bot", email="bot@example.org"), "Buy this")
        actions.moderate(Verb.SPAM, comment.pk, mod())
        assert tell() == "1 told as spam, 0 as no spam"
        ((call, values),) = service.sent
        assert call == "submit-spam"
        assert values == {
            "api_key": "1234567890ab",
            "blog": SITE,
            "blog_lang": "en",
            "blog_charset": "UTF-8",
            "permalink": f"https://news.example.org{article.get_absolute_url()}",
            "comment_type": "comment",
            "comment_author": "Bot",
            "comment_author_email": "bot@example.org",
            "comment_author_url": "",
            "comment_content": "Buy this",
            "user_ip": "127.0.0.1",
            "is_test": "1",
        }

    def test_what_it_has_suspected_wrongly(self, article, service):
        actions.moderate(Verb.PUBLISH, suspected(article).pk, mod())
        assert (tell(), service.calls()) == ("0 told as spam, 1 as no spam", ["submit-ham"])

    def test_what_a_moderator_thought_better_of(self, article, service):
        comment = say(article, guest(), "Hello")
        for verb in (Verb.SPAM, Verb.PUBLISH):
            actions.moderate(verb, comment.pk, mod())
        assert (tell(), service.calls()) == ("0 told as spam, 1 as no spam", ["submit-ham"])

    def test_where_it_was_right_it_is_told_nothing(self, article, service):
        actions.moderate(Verb.SPAM, suspected(article).pk, mod())
        other = actions.post(article, guest(), "Hi", suspicions=[Suspicion("bait")]).comment
        actions.moderate(Verb.PUBLISH, other.pk, mod())
        assert (tell(), service.sent) == ("0 told as spam, 0 as no spam", [])

    def test_accounts_and_authors_own_doings_are_not_told(self, article, service):
        actions.moderate(Verb.SPAM, say(article, bob(), "Mine").pk, mod())
        gwen = guest()
        comment = say(article, gwen, "Gone again")
        actions.moderate(Verb.SPAM, comment.pk, mod())
        actions.moderate(Verb.PUBLISH, comment.pk, mod())
        actions.withdraw(comment.pk, gwen)
        assert (tell(), service.sent) == ("0 told as spam, 0 as no spam", [])

    def test_everything_is_told_once(self, article, service):
        for n in range(3):
            actions.moderate(Verb.SPAM, say(article, guest(), f"Buy {n}").pk, mod())
        assert tell() == "3 told as spam, 0 as no spam"
        assert tell() == "0 told as spam, 0 as no spam"
        assert len(service.sent) == 3

    def test_what_was_decided_just_now_waits_for_the_next_time(self, article, monkeypatch):
        actions.moderate(Verb.SPAM, say(article, guest(), "Buy").pk, mod())
        with monkeypatch.context() as now:
            now.setattr(telling, "SETTLED", timedelta(minutes=5))
            assert tell() == "0 told as spam, 0 as no spam"
        assert tell() == "1 told as spam, 0 as no spam"

    def test_a_failure_goes_on_where_it_stopped(self, article, service, monkeypatch):
        for n in range(3):
            actions.moderate(Verb.SPAM, say(article, guest(), f"Buy {n}").pk, mod())
        sent = telling._tell

        def failing(change):
            if service.sent:
                service.status = 500
            return sent(change)

        with monkeypatch.context() as trouble:
            trouble.setattr(telling, "_tell", failing)
            with pytest.raises(CommandError, match="1 told as spam, 0 as no spam, then it failed"):
                tell()
        service.status = 200
        assert tell() == "2 told as spam, 0 as no spam"
        content = [values["comment_content"] for _, values in service.sent]
        assert content == ["Buy 0", "Buy 1", "Buy 1", "Buy 2"]

    def test_many_are_told_in_turns(self, article, service, monkeypatch):
        monkeypatch.setattr(telling, "MOST", 2)
        for n in range(3):
            actions.moderate(Verb.SPAM, say(article, guest(), f"Buy {n}").pk, mod())
        assert [tell() for _ in range(3)] == [
            "2 told as spam, 0 as no spam",
            "1 told as spam, 0 as no spam",
            "0 told as spam, 0 as no spam",
        ]

    def test_without_a_key(self, settings):
        settings.AKISMET_KEY = ""
        with pytest.raises(CommandError, match="AKISMET_KEY is not set"):
            tell()


@pytest.mark.usefixtures("at_once")
def test_the_first_time_nothing_of_before_is_told(article, service):
    actions.moderate(Verb.SPAM, say(article, guest(), "Long ago").pk, mod())
    assert (tell(), service.sent) == ("0 told as spam, 0 as no spam", [])
    assert Told.objects.get().last_id == Comment.objects.get().history.get().pk


def test_a_decision_does_not_wait_for_it(article, service):
    service.may_answer.clear()
    actions.moderate(Verb.SPAM, say(article, guest(), "Buy").pk, mod())
    assert (service.sent, Hold.objects.count()) == ([], 0)


def tell():
    out = StringIO()
    call_command("tell_akismet", stdout=out)
    return out.getvalue().strip()


def suspected(article):
    return actions.post(article, guest(), "Hi", suspicions=TOLD_BY_AKISMET).comment
