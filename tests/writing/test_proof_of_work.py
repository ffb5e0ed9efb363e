"""A guest whose browser did its bit of work is published; without it the comment waits."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from comments import actions, limits, proof
from comments.models import Comment, Hold, Window
from comments.people import Person
from comments.rules import Verb
from tests.cast import bob, guest, make_article, mod, person, say
from tests.forms import fate, words
from tests.forms import proof as proven
from tests.pages import errors, outline, soup, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asks_for_proof")]

AT_ONCE = 50


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


def test_who_has_worked_is_published(client, address):
    assert fate(client, address, proof=proven()) == ["published"]


def test_without_a_proof_the_comment_is_held_and_never_refused(client, article, address):
    page = client.post(address, words("Hello."), follow=True)
    assert "Waiting for a moderator. Only you can see this." in page.content.decode()
    assert outline(Client().get(article.get_absolute_url())) == ""
    hold = Hold.objects.get()
    assert (hold.comment.text, hold.code, hold.evidence) == ("Hello.", "no-proof", "")


def test_a_reply_is_asked_for_one_too(client, article):
    address = f"/comments/{say(article, 'Ada', 'Why?').pk}/reply/"
    assert fate(client, address) == ["held", ("no-proof", "")]
    assert fate(Client(), address, proof=proven()) == ["published"]


def test_a_proof_lasts_for_a_while(client, address, monkeypatch):
    early, late, now = proven(), proven(), time.time()
    monkeypatch.setattr("time.time", lambda: now + proof.LASTS - 5)
    assert fate(Client(), address, proof=early) == ["published"]
    monkeypatch.setattr("time.time", lambda: now + proof.LASTS + 5)
    assert fate(client, address, proof=late) == ["held", ("late-proof", "")]


def test_a_proof_counts_once(article, address):
    sent = proven()
    assert fate(Client(), address, proof=sent) == ["published"]
    assert fate(Client(), address, proof=sent) == ["held", ("used-proof", "")]
    elsewhere = f"{make_article(title='Other').get_absolute_url()}comments/"
    assert fate(Client(), elsewhere, proof=sent) == ["held", ("used-proof", "")]


def test_it_is_remembered_for_longer_than_it_lasts(client, address):
    client.post(address, words(proof=proven()))
    kept = [row.ends_at.timestamp() - time.time() for row in Window.objects.all()]
    assert proof.LASTS < max(kept) <= proof.REMEMBERED


def test_previews_and_mistakes_do_not_use_it_up(client, address):
    sent = proven()
    assert client.post(address, words(proof=sent, preview="1")).status_code == 200
    page = client.post(address, words("", proof=sent))
    assert (errors(page), typed(page, "proof")) == (["Please write something."], "")
    assert fate(client, address, proof=sent) == ["published"]


def test_the_same_form_twice_makes_one_comment(client, address):
    sent = words(proof=proven())
    places = [client.post(address, sent)["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert list(Comment.objects.values_list("state", flat=True)) == ["published"]


def test_an_account_needs_none(client, article, address):
    client.force_login(bob())
    form = soup(client.get(article.get_absolute_url())).select_one("form.write")
    assert form.select("[name=proof]") == []
    assert (form.get("data-challenge"), form.get("data-solver")) == (None, None)
    assert fate(client, address) == ["published"]


def test_a_guest_who_was_published_needs_none(client, address):
    assert fate(client, address, proof=proven()) == ["published"]
    assert fate(client, address) == ["published"]
    assert fate(client, address, proof="x") == ["published"]


def test_a_guest_whose_comment_waits_or_is_gone_needs_one(client, address):
    assert fate(client, address) == ["held", ("no-proof", "")]
    assert fate(client, address) == ["held", ("no-proof", "")]
    first = Comment.objects.earliest("id")
    actions.moderate(Verb.PUBLISH, first.pk, mod())
    assert fate(client, address) == ["published"]
    for comment in Comment.objects.filter(state="published"):
        actions.moderate(Verb.REMOVE, comment.pk, mod())
    assert fate(client, address) == ["held", ("no-proof", "")]


def test_a_moderator_reads_fate(client, address):
    Client().post(address, words())
    client.force_login(mod())
    comment = Comment.objects.get()
    page = soup(client.get(f"/admin/comments/comment/{comment.pk}/change/"))
    told = [" ".join(line.text.split()) for line in page.select(".why li")]
    assert told == ["sent no proof of work, as browsers without JavaScript and programs do"]


class TestCost:
    @pytest.fixture(autouse=True)
    def nothing_left_to_chance(self, monkeypatch):
        """Now and then old uses are forgotten, by one statement more."""
        monkeypatch.setattr(limits, "PRUNING_SHARE", 0)

    def test_a_good_proof_is_one_statement(self, django_assert_num_queries):
        sent = proven()
        with django_assert_num_queries(1):
            assert proof.suspicions(sent, guest()) == []

    def test_a_missing_one_is_one_question(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert [found.code for found in proof.suspicions("", guest())] == ["no-proof"]

    def test_a_strangers_is_none(self, django_assert_num_queries):
        account = person(bob())
        with django_assert_num_queries(0):
            assert [found.code for found in proof.suspicions("", Person())] == ["no-proof"]
            assert proof.suspicions("", account) == []


class TestSetting:
    @pytest.mark.parametrize("asks", [True, False])
    def test_the_form_says_where_one_is_to_be_had(self, client, article, settings, asks):
        settings.PROOF_OF_WORK = asks
        form = soup(client.get(article.get_absolute_url())).select_one("form.write")
        expected = ("/comments/challenge/", "/static/comments/solver.js") if asks else (None, None)
        assert (form.get("data-challenge"), form.get("data-solver")) == expected
        assert len(form.select("[name=proof]")) == asks

    def test_switched_off_nothing_is_asked(self, client, address, settings):
        settings.PROOF_OF_WORK = False
        assert fate(client, address) == ["published"]

    def test_a_kept_page_is_the_same_for_all(self, article):
        pages = [soup(Client().get(article.get_absolute_url())) for _ in range(2)]
        fields = [page.select_one("[name=proof]").get("value", "") for page in pages]
        assert fields == ["", ""]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_many_posts_with_the_same_proof_exactly_one_is_published(settings, address):
    sent = proven()

    def send(number):
        try:
            client = Client(REMOTE_ADDR=f"192.0.2.{number}")
            return client.post(address, words(str(number), proof=sent)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(send, range(AT_ONCE))) == {302}
    states = list(Comment.objects.values_list("state", flat=True))
    assert (states.count("published"), states.count("held")) == (1, AT_ONCE - 1)
    assert set(Hold.objects.values_list("code", flat=True)) == {"used-proof"}


def test_what_was_used_is_pruned_with_the_counts(client, address, monkeypatch):
    client.post(address, words(proof=proven()))
    Window.objects.update(ends_at="2020-01-01T00:00:00Z")
    assert (limits.prune(), Window.objects.count()) == (2, 0)
