"""Programs at the comment form: what they post waits for a moderator, and nobody is refused."""

import re
import time

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client

from comments import actions, traps
from comments.models import Comment
from comments.rules import Suspicion
from comments.traps import COPY_LASTS, DAY, LATEST, SOONEST
from tests.cast import bob, make_article, say
from tests.forms import stamp, words
from tests.pages import errors, outline, soup, submission, typed

pytestmark = pytest.mark.django_db

FORGED = Signer(salt="comments.traps", key="somebody else's").sign("1")
OTHERS = Signer(salt="something else").sign("1")


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


@pytest.fixture
def suspected(monkeypatch):
    """Why the posts that were stored are suspected, one list for each."""
    found, post = [], actions.post

    def noting(*args, **values):
        found.append(list(values.get("suspicions", [])))
        return post(*args, **values)

    monkeypatch.setattr(actions, "post", noting)
    return found


@pytest.fixture
def standstill(monkeypatch):
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


def state(client, address, **values):
    assert client.post(address, words(**values)).status_code == 302
    return Comment.objects.latest("id").state


def test_who_reads_the_page_and_then_writes_is_published(client, address, suspected):
    for seconds in (SOONEST + 1, 60, LATEST - 60):
        assert state(client, address, stamp=stamp(seconds)) == "published"
    assert suspected == [[], [], []]


@pytest.mark.parametrize(
    ("bait", "evidence"),
    [
        ("Cheap watches", "Cheap watches"),
        (" ", ""),
        ("a\x00b", "ab"),
        ("x" * 5_000, "x" * 200),
        ("<b>", "<b>"),
    ],
)
def test_what_is_put_into_the_hidden_field_is_kept_as_evidence(
    client, address, suspected, bait, evidence
):
    assert state(client, address, subject=bait) == "held"
    assert suspected == [[Suspicion("bait", evidence)]]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", "no-stamp"),
        ("1", "forged-stamp"),
        (FORGED, "forged-stamp"),
        (OTHERS, "forged-stamp"),
        pytest.param(stamp().replace("1", "2", 1), "forged-stamp", id="another time"),
        pytest.param(f"{stamp()}x", "forged-stamp", id="a sign more"),
        ("\x00", "forged-stamp"),
        ("é" * 5_000, "forged-stamp"),
        (":" * 5_000, "forged-stamp"),
    ],
)
def test_a_form_that_was_never_shown_waits(client, address, suspected, sent, code):
    assert state(client, address, stamp=sent) == "held"
    assert suspected == [[Suspicion(code, "")]]


@pytest.mark.parametrize(
    ("seconds", "suspicion"),
    [
        (SOONEST - 1, Suspicion("too-soon", "1.0 s")),
        # Another machine's clock goes ahead.
        (-5, Suspicion("too-soon", "-5.0 s")),
        (LATEST + 60, Suspicion("too-late", "14 d")),
        (400 * DAY, Suspicion("too-late", "400 d")),
    ],
)
@pytest.mark.usefixtures("standstill")
def test_a_form_that_was_shown_just_now_or_long_ago_waits(
    client, address, suspected, seconds, suspicion
):
    assert state(client, address, stamp=stamp(seconds)) == "held"
    assert suspected == [[suspicion]]


def test_every_reason_is_told(client, address, suspected):
    client.post(address, {"name": "Bot", "text": "Buy", "subject": "Watches"})
    assert suspected == [[Suspicion("bait", "Watches"), Suspicion("no-stamp", "")]]


def test_a_program_is_answered_as_anybody_whose_comment_waits(client, article, address):
    page = client.post(address, words("Buy", subject="Watches"), follow=True)
    comment = Comment.objects.get()
    assert page.redirect_chain == [(f"/comments/{comment.pk}/#c-{comment.pk}", 302)]
    assert "Waiting for a moderator. Only you can see this." in page.content.decode()
    assert outline(Client().get(article.get_absolute_url())) == ""
    headers = {"X-Requested-With": "fetch"}
    answer = client.post(address, words(subject="Watches"), headers=headers).json()
    assert answer["message"].startswith("Your comment waits for a moderator.")


def test_a_reply_waits_too(client, article, suspected):
    parent = say(article, "Ada", "Why?")
    assert state(client, f"/comments/{parent.pk}/reply/", stamp="") == "held"
    assert suspected[-1] == [Suspicion("no-stamp", "")]


def test_an_account_is_no_program(client, article, address, suspected):
    client.force_login(bob())
    for page in (article.get_absolute_url(), f"/comments/{say(article, 'Ada', 'a').pk}/reply/"):
        form = soup(client.get(page)).select_one("form.write")
        assert form.select("[name=stamp], [name=subject]") == []
    client.post(address, {"text": "Hello", "subject": "x"})
    assert (Comment.objects.latest("id").state, suspected[-1]) == ("published", [])


@pytest.mark.parametrize("kept", [False, True], ids=["made now", "kept for all"])
def test_each_page_brings_a_stamp_of_its_own(client, article, address, monkeypatch, kept):
    cache.clear()
    if kept:
        Client().get(article.get_absolute_url())
    read_at = time.time() - SOONEST - 1
    with monkeypatch.context() as then:
        then.setattr("time.time", lambda: read_at)
        page = client.get(article.get_absolute_url())
    assert typed(page, "stamp") == traps.stamped(read_at)
    assert state(client, address, **sent_with(page)) == "published"
    assert state(client, address, **sent_with(client.get(article.get_absolute_url()))) == "held"


def test_the_page_of_a_reply_brings_one_too(client, article):
    address = f"/comments/{say(article, 'Ada', 'Why?').pk}/reply/"
    assert state(client, address, **sent_with(client.get(address))) == "held"
    pieces = client.get(address, headers={"X-Requested-With": "fetch"}).json()["form"]
    found = re.search(r'name="stamp" value="([^"]+)"', pieces)[1]
    assert traps.can_be_kept(found)


def test_a_browsers_copy_of_the_page_is_good_for_a_while(client, article, address, monkeypatch):
    page, now = client.get(article.get_absolute_url()), time.time()
    end = (now // COPY_LASTS + 1) * COPY_LASTS
    monkeypatch.setattr("time.time", lambda: end - 0.1)
    copy = {"If-None-Match": page["ETag"]}
    assert client.get(article.get_absolute_url(), headers=copy).status_code == 304
    # Who is shown it then has as long to write as anybody, but for that while.
    monkeypatch.setattr("time.time", lambda: end + LATEST - COPY_LASTS - 60)
    assert state(client, address, **sent_with(page)) == "published"


def test_then_it_is_sent_again_with_a_new_stamp(client, article, monkeypatch):
    page, later = client.get(article.get_absolute_url()), time.time() + COPY_LASTS
    monkeypatch.setattr("time.time", lambda: later)
    again = client.get(article.get_absolute_url(), headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, typed(again, "stamp")) == (200, traps.stamped(later))


def test_a_form_shown_again_is_as_old_as_it_was(client, address):
    first = stamp()
    for sent in ({"text": ""}, {"preview": "1"}):
        page = client.post(address, words(stamp=first, **sent))
        assert typed(page, "stamp") == first


@pytest.mark.parametrize("sent", ["", FORGED, stamp(LATEST)], ids=["none", "forged", "too late"])
def test_a_form_shown_again_without_one_gets_one(client, address, sent):
    page = client.post(address, words(name="", stamp=sent))
    assert errors(page) == ["Please give a name."]
    assert traps.can_be_kept(typed(page, "stamp"))
    assert typed(page, "stamp") != sent


def test_an_expired_session_does_not_make_a_program_of_its_reader(article, address):
    client = Client(enforce_csrf_checks=True)
    first = stamp()
    page = client.post(address, words(stamp=first), headers={"Origin": "http://testserver"})
    assert (page.status_code, typed(page, "stamp")) == (403, first)


def test_a_form_that_has_posted_can_post_another(client, article, address):
    sent = words("one")
    client.post(address, sent)
    page = client.post(address, sent | {"text": "two"})
    again = sent | {"text": "two", "submission": submission(page), "stamp": typed(page, "stamp")}
    client.post(address, again)
    states = Comment.objects.order_by("id").values_list("text", "state")
    assert list(states) == [("one", "published"), ("two", "published")]


def sent_with(page):
    return {name: typed(page, name) for name in ("stamp", "submission", "subject")}
