"""manage.py tell_akismet: where moderators decided otherwise than Akismet did."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments import actions
from comments.models import Comment, Hold, Told
from comments.rules import Suspicion, Verb
from comments.spam import telling
from tests.cast import bob, guest, make_article, mod, say
from tests.spam.outside import SITE

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture(autouse=True)
def begun(akismet_key, monkeypatch):
    """Somebody has run it before, and a decision need not be old to be told."""
    monkeypatch.setattr(telling, "SETTLED", timedelta())
    assert tell() == "0 told as spam, 0 as no spam"


def test_what_it_has_missed(article, service):
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


def test_what_it_has_suspected_wrongly(article, service):
    actions.moderate(Verb.PUBLISH, suspected(article).pk, mod())
    assert (tell(), service.calls()) == ("0 told as spam, 1 as no spam", ["submit-ham"])


def test_what_a_moderator_thought_better_of(article, service):
    comment = say(article, guest(), "Hello")
    for verb in (Verb.SPAM, Verb.PUBLISH):
        actions.moderate(verb, comment.pk, mod())
    assert (tell(), service.calls()) == ("0 told as spam, 1 as no spam", ["submit-ham"])


def test_where_it_was_right_it_is_told_nothing(article, service):
    actions.moderate(Verb.SPAM, suspected(article).pk, mod())
    other = actions.post(article, guest(), "Hi", suspicions=[Suspicion("bait")]).comment
    actions.moderate(Verb.PUBLISH, other.pk, mod())
    assert (tell(), service.sent) == ("0 told as spam, 0 as no spam", [])


def test_accounts_and_authors_own_doings_are_not_told(article, service):
    actions.moderate(Verb.SPAM, say(article, bob(), "Mine").pk, mod())
    gwen = guest()
    comment = say(article, gwen, "Gone again")
    actions.moderate(Verb.SPAM, comment.pk, mod())
    actions.moderate(Verb.PUBLISH, comment.pk, mod())
    actions.withdraw(comment.pk, gwen)
    assert (tell(), service.sent) == ("0 told as spam, 0 as no spam", [])


def test_everything_is_told_once(article, service):
    for n in range(3):
        actions.moderate(Verb.SPAM, say(article, guest(), f"Buy {n}").pk, mod())
    assert tell() == "3 told as spam, 0 as no spam"
    assert tell() == "0 told as spam, 0 as no spam"
    assert len(service.sent) == 3


def test_what_was_decided_just_now_waits_for_the_next_time(article, monkeypatch):
    actions.moderate(Verb.SPAM, say(article, guest(), "Buy").pk, mod())
    with monkeypatch.context() as now:
        now.setattr(telling, "SETTLED", timedelta(minutes=5))
        assert tell() == "0 told as spam, 0 as no spam"
    assert tell() == "1 told as spam, 0 as no spam"


def test_a_failure_goes_on_where_it_stopped(article, service, monkeypatch):
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


def test_many_are_told_in_turns(article, service, monkeypatch):
    monkeypatch.setattr(telling, "MOST", 2)
    for n in range(3):
        actions.moderate(Verb.SPAM, say(article, guest(), f"Buy {n}").pk, mod())
    assert [tell() for _ in range(3)] == [
        "2 told as spam, 0 as no spam",
        "1 told as spam, 0 as no spam",
        "0 told as spam, 0 as no spam",
    ]


def test_without_a_key(settings):
    settings.AKISMET_KEY = ""
    with pytest.raises(CommandError, match="AKISMET_KEY is not set"):
        tell()


def test_the_first_time_nothing_of_before_is_told(article, service):
    Told.objects.all().delete()
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
    return actions.post(article, guest(), "Hi", suspicions=[Suspicion("akismet")]).comment
