"""One decision after another, with the script and without."""

import pytest

from comments import actions
from comments.models import Decision, Flag, Reason, Waiting
from comments.moderation.addresses import undo_address
from comments.rules import REASON_LENGTH, Refusal, Verb
from comments.wording import REFUSALS
from tests.cast import alice, guest, make_article, mod, say
from tests.moderation.desk import client_of, everything, states, told
from tests.moderation.queue import QUEUE, appeal, ask, decision_of, flag, held, item, press, words
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


def wrong(response) -> list[str]:
    return [flat(note) for note in soup(response).select("#queue .errornote")]


@pytest.mark.parametrize(
    ("verb", "state"), [("publish", "published"), ("spam", "spam"), ("remove", "removed")]
)
def test_a_decision_leads_to_what_is_next(client, verb, state) -> None:
    first, second, third = (held(text) for text in ("one", "two", "three"))
    response = press(client, client.get(QUEUE), second, verb, reason="Because")
    assert response.redirect_chain == [(f"{QUEUE}#w-{third.pk}", 302)]
    assert (words(response), states(first, second)) == (["one", "three"], ["held", state])


def test_the_last_one_leaves_an_empty_queue(client) -> None:
    comment = held()
    response = press(client, client.get(QUEUE), comment, "publish")
    assert (response.redirect_chain, told(response)) == ([(QUEUE, 302)], ["1 comment published."])
    assert words(response) == []


def test_the_same_part_of_the_queue_comes_again(client) -> None:
    spam, other = held("spam", "spam"), held("spam too", "spam")
    held("other")
    response = press(client, client.get(f"{QUEUE}?why=spam&order=oldest"), spam, "spam")
    assert response.redirect_chain == [(f"{QUEUE}?why=spam&order=oldest#w-{other.pk}", 302)]
    assert words(response) == ["spam too"]


def test_a_page_further_down_comes_again(client, monkeypatch) -> None:
    monkeypatch.setattr("comments.moderation.queue.page.PAGE", 2)
    comments = [held(str(number)) for number in range(5)]
    link = soup(client.get(QUEUE)).select_one("a[rel=next]")["href"]
    response = press(client, client.get(link), comments[2], "publish")
    assert words(response) == ["3", "4"]


def test_to_keep_answers_flags_and_changes_nothing(client) -> None:
    comment = flag(say(make_article(), "Ada", "Words")).comment
    response = press(client, client.get(QUEUE), comment, "keep")
    assert (told(response), states(comment)) == (["1 comment left as it is."], ["published"])
    assert (Flag.objects.get().decision, Waiting.objects.count()) == (Decision.objects.get(), 0)


@pytest.mark.parametrize(("verb", "state"), [("restore", "published"), ("keep", "removed")])
def test_an_appeal_is_granted_or_not(client, verb, state) -> None:
    comment = say(make_article(), "Ada", "Words")
    actions.moderate(Verb.REMOVE, comment.pk, mod(), "Rude")
    appeal(comment)
    press(client, client.get(QUEUE), comment, verb)
    assert (states(comment), Waiting.objects.count()) == ([state], 0)


def test_removing_needs_a_reason_or_words(client) -> None:
    comment = held("Words")
    before = everything()
    response = press(client, client.get(QUEUE), comment, "remove", reason=" ")
    assert (response.status_code, wrong(response)) == (
        422,
        ["Please say why: choose a reason, or write one."],
    )
    assert everything() == before
    assert item(response, comment).select_one(".removal").has_attr("open")


def test_a_reason_is_chosen_from_those_that_are_offered(client) -> None:
    offered = Reason.objects.create(name="Rudeness", words="Please be kind.")
    Reason.objects.create(name="Former", words="No more.", is_active=False)
    comment = held("Words")
    page = client.get(QUEUE)
    options = [option.text for option in item(page, comment).select("[name=cause] option")]
    assert [name for name in options if name in {"Rudeness", "Former"}] == ["Rudeness"]
    press(client, page, comment, "remove", cause=offered.pk, reason="Again")
    decision = Decision.objects.get()
    assert (decision.cause, decision.reason, states(comment)) == (offered, "Again", ["removed"])


@pytest.mark.parametrize("tells", [True, False])
def test_the_author_of_what_is_removed_is_told_why_unless_unticked(client, tells) -> None:
    comment = held("Words")
    page = client.get(QUEUE)
    box = item(page, comment).select_one("[name=tells_author]")
    typed = {"tells_author": box["value"]} if tells else {}
    press(client, page, comment, "remove", reason="Rude", **typed)
    assert (box.has_attr("checked"), Decision.objects.get().tells_author) == (True, tells)


@pytest.mark.parametrize(
    "typed", [{"reason": "x" * (REASON_LENGTH + 1)}, {"cause": "none", "reason": "Words of mine"}]
)
def test_what_cannot_be_accepted_is_kept_to_be_mended(client, typed) -> None:
    comment = held("Words")
    before = everything()
    response = press(client, client.get(QUEUE), comment, "remove", **typed)
    text = item(response, comment).select_one("textarea").text.strip()
    assert (response.status_code, text, len(wrong(response))) == (422, typed["reason"], 1)
    assert everything() == before


@pytest.mark.parametrize("verb", ["", "hold", "move", "nonsense", "\x00"])
def test_what_is_no_decision_does_nothing(client, verb) -> None:
    comment = held()
    before = everything()
    assert press(client, client.get(QUEUE), comment, verb).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("verb", ["publish", "keep", "restore", "remove"])
def test_what_nobody_asked_is_refused_in_words(client, verb) -> None:
    comment = say(make_article(), "Ada", "Words")
    if verb == "remove":
        actions.moderate(Verb.REMOVE, comment.pk, alice(), "Rude")
    before = everything()
    response = client.post(decision_of(comment), {"verb": verb, "reason": "Mine"})
    assert (response.status_code, everything()) == (409, before)
    assert "Mine" in soup(response).select_one("textarea[name=reason]").text


def test_the_script_is_told_what_was_done_and_how_much_is_left(client) -> None:
    comment = held()
    held()
    response = ask(client, client.get(QUEUE), comment, "publish")
    undo = undo_address(Decision.objects.get().pk)
    assert response.json() == {"said": "1 comment published.", "waits": "1", "undo": undo}


def test_the_script_is_told_what_is_wrong(client) -> None:
    comment = held("Words")
    response = ask(client, client.get(QUEUE), comment, "remove", reason="")
    answer = response.json()
    assert (response.status_code, answer["wrong"], answer["waits"]) == (
        422,
        ["Please say why: choose a reason, or write one."],
        "1",
    )
    assert "Words" in answer["item"]


class TestTwoModerators:
    @pytest.fixture
    def comment(self):
        return held("Words")

    @pytest.fixture
    def other(self):
        return client_of(alice())

    def test_the_second_is_told_who_was_faster(self, client, other, comment) -> None:
        page = client.get(QUEUE)
        press(other, other.get(QUEUE), comment, "spam")
        before = everything()
        response = press(client, page, comment, "publish")
        assert told(response) == ["Meanwhile alice has marked it as spam. Nothing was done twice."]
        assert (everything(), states(comment)) == (before, ["spam"])

    def test_and_so_is_the_script(self, client, other, comment) -> None:
        page = client.get(QUEUE)
        press(other, other.get(QUEUE), comment, "publish")
        response = ask(client, page, comment, "publish")
        assert (response.status_code, response.json()) == (
            409,
            {
                "wrong": ["Meanwhile alice has published it. Nothing was done twice."],
                "waits": "0",
                "item": "",
            },
        )

    def test_the_words_of_the_second_are_kept(self, client, other, comment) -> None:
        page = client.get(QUEUE)
        press(other, other.get(QUEUE), comment, "publish")
        response = press(client, page, comment, "remove", reason="A long explanation")
        assert response.status_code == 409
        typed = soup(response).select_one("textarea[name=reason]").text
        assert (typed.strip(), states(comment)) == ("A long explanation", ["published"])

    def test_a_flag_that_was_kept_meanwhile(self, client, other) -> None:
        comment = flag(say(make_article(), "Ada", "Words")).comment
        page = client.get(QUEUE)
        press(other, other.get(QUEUE), comment, "keep")
        response = press(client, page, comment, "keep")
        assert told(response) == ["Meanwhile alice has left it as it is. Nothing was done twice."]
        assert Decision.objects.count() == 1

    def test_a_decision_about_the_branch_counts_too(self, client, comment) -> None:
        parent = say(make_article(), "Ada", "Words")
        reply = say(parent.article, "Ben", "Reply", parent)
        flag(reply)
        page = client.get(QUEUE)
        actions.moderate(Verb.REMOVE, parent.pk, alice(), "Rude", branch=True)
        response = press(client, page, reply, "keep")
        assert told(response) == ["Meanwhile alice has removed it. Nothing was done twice."]

    def test_its_author_has_withdrawn_it(self, client) -> None:
        author = guest()
        comment = held("Words", author=author)
        page = client.get(QUEUE)
        actions.withdraw(comment.pk, author)
        response = press(client, page, comment, "publish")
        assert told(response) == ["Meanwhile its author has withdrawn it. Nothing was done twice."]

    def test_new_words_are_shown_before_they_are_decided_about(self, client) -> None:
        author = guest()
        comment = held("Old words", author=author)
        page = client.get(QUEUE)
        actions.edit(comment.pk, author, "New words", comment.revision)
        before = everything()
        response = press(client, page, comment, "publish")
        assert (response.status_code, words(response), wrong(response)) == (
            409,
            ["New words"],
            [str(REFUSALS[Refusal.REWRITTEN_MEANWHILE])],
        )
        assert everything() == before
        press(client, response, comment, "publish")
        assert states(comment) == ["published"]

    @pytest.mark.parametrize(("verb", "status"), [("keep", 409), ("remove", 200)])
    def test_a_flag_that_came_meanwhile_is_read_first(self, client, verb, status) -> None:
        comment = flag(say(make_article(), "Ada", "Words")).comment
        page = client.get(QUEUE)
        flag(comment, "illegal")
        response = press(client, page, comment, verb, reason="Because")
        assert response.status_code == status
        open_flags = Flag.objects.filter(decision=None).count()
        assert open_flags == (2 if verb == "keep" else 0)
