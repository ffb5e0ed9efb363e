"""One decision about many that wait: asked first, then made in batches."""

import pytest

from comments import actions
from comments.models import Decision, Reason, Waiting
from comments.moderation.queue import many
from comments.rules import Verb
from tests.cast import bob, make_article, mod, say
from tests.moderation.desk import everything, states, title, told
from tests.moderation.queue import MANY, QUEUE, appeal, flag, held, words
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """However slow the machine is."""
    monkeypatch.setattr(many, "PATIENCE_SECONDS", 60.0)


def choose(client, way, comments=(), every="", **asked):
    ticked = [str(comment.pk) for comment in comments]
    return client.post(MANY, {"way": way, "comment": ticked, "every": every} | asked, follow=True)


def go_on(client, response, **typed):
    """Press the button of the page that asks, or that shows how far it is."""
    sent: dict[str, list[str]] = {}
    for field in soup(response).select("form.decide :is(input, textarea)"):
        sent.setdefault(field["name"], []).append(field.get("value", field.text.strip()))
    return client.post(MANY, sent | typed, follow=True)


def progress(response) -> tuple[str, str, str]:
    shown = soup(response).select_one("progress")
    return shown["value"], shown["max"], flat(shown)


def test_what_is_ticked_is_decided_once_confirmed(client) -> None:
    comments = [held(str(number)) for number in range(3)]
    before = everything()
    asked = choose(client, "stands", comments[:2])
    assert title(asked) == "Publish or keep 2 comments"
    assert [flat(each) for each in soup(asked).select(".near .excerpt")] == ["0", "1"]
    assert everything() == before
    done = go_on(client, asked)
    assert (told(done), words(done)) == (["2 comments published or kept."], ["2"])
    assert states(*comments) == ["published", "published", "held"]


def test_each_means_what_its_state_makes_of_it(client) -> None:
    waits = held("waits")
    flagged = flag(say(make_article(), bob(), "flagged")).comment
    removed = say(make_article(), bob(), "removed")
    actions.moderate(Verb.REMOVE, removed.pk, mod(), "Rude")
    appeal(removed)
    go_on(client, choose(client, "stands", every="1"))
    decided = Decision.objects.order_by("id").values_list("comment", "verb")[1:]
    expected = {(waits.pk, "publish"), (flagged.pk, "keep"), (removed.pk, "restore")}
    assert (set(decided), Waiting.objects.count()) == (expected, 0)


def test_all_that_match_and_no_other(client) -> None:
    spam = [held("spam", "spam") for _ in range(25)]
    other = held("other")
    asked = choose(client, "spam", every="1", why="spam")
    assert (title(asked), flat(soup(asked).select_one("p.quiet"))) == (
        "Mark 25 comments as spam",
        "… and 15 more",
    )
    done = go_on(client, asked)
    assert (told(done), words(done)) == (["25 comments marked as spam."], [])
    assert done.redirect_chain == [(f"{QUEUE}?why=spam", 302)]
    assert states(spam[0], spam[-1], other) == ["spam", "spam", "held"]


def test_what_came_after_the_question_is_left_alone(client) -> None:
    held("before")
    asked = choose(client, "stands", every="1")
    late = held("late")
    go_on(client, asked)
    assert states(late) == ["held"]


def test_removing_needs_a_reason(client) -> None:
    comment = held()
    reason = Reason.objects.create(name="Rudeness", words="Please be kind.")
    asked = choose(client, "remove", [comment])
    assert soup(asked).select(".errorlist") == []
    before = everything()
    again = go_on(client, asked, cause="")
    assert (again.status_code, flat(soup(again).select_one(".errorlist"))) == (
        422,
        "Please say why: choose a reason, or write one.",
    )
    assert everything() == before
    go_on(client, again, cause=reason.pk)
    decision = Decision.objects.get()
    assert (decision.cause, decision.tells_author, states(comment)) == (reason, True, ["removed"])


def test_a_lot_is_decided_in_batches_that_show_how_far_it_is(client, monkeypatch) -> None:
    monkeypatch.setattr(many, "BATCH", 2)
    for number in range(5):
        held(str(number))
    first = go_on(client, choose(client, "remove", every="1"), reason="Off topic")
    assert progress(first) == ("2", "5", "2 of 5")
    second = go_on(client, first)
    assert (progress(second), Waiting.objects.count()) == (("4", "5", "4 of 5"), 1)
    assert soup(second).select("form[data-goes-on]") != []
    last = go_on(client, second)
    assert told(last) == ["5 comments removed."]
    reasons = Decision.objects.order_by().values_list("reason", flat=True).distinct()
    assert list(reasons) == ["Off topic"]


def test_who_stops_has_done_what_was_done(client, monkeypatch) -> None:
    monkeypatch.setattr(many, "PATIENCE_SECONDS", -1)
    comments = [held(str(number)) for number in range(3)]
    go_on(client, choose(client, "stands", every="1"))
    assert states(*comments) == ["published", "held", "held"]


def test_a_batch_that_is_sent_twice_decides_nothing_twice(client, monkeypatch) -> None:
    monkeypatch.setattr(many, "BATCH", 2)
    for number in range(5):
        held(str(number))
    asked = choose(client, "stands", every="1")
    first = go_on(client, asked)
    go_on(client, first), go_on(client, first)
    assert (Decision.objects.count(), Waiting.objects.count()) == (5, 0)


def test_what_another_moderator_decided_is_told_apart(client, monkeypatch) -> None:
    monkeypatch.setattr(many, "BATCH", 1)
    first, second = held("first"), held("second")
    asked = choose(client, "stands", [first, second])
    halfway = go_on(client, asked)
    actions.moderate(Verb.SPAM, second.pk, mod())
    done = go_on(client, halfway)
    assert (told(done)[:1], states(second)) == (["1 comment published or kept."], ["spam"])


@pytest.mark.parametrize(
    "sent",
    [
        {"way": "stands"},
        {"way": "stands", "comment": "x"},
        {"way": "upwards", "every": "1"},
        {"way": "upwards", "every": "1", "total": "1"},
        {"way": "stands", "every": "1", "total": "1", "last": "x"},
        {"way": "stands", "every": "1", "total": "-1"},
        {"way": "remove", "every": "1", "total": "1", "until": str(2**63 - 1)},
        {},
    ],
)
def test_what_makes_no_sense_decides_nothing(client, sent) -> None:
    held()
    before = everything()
    response = client.post(MANY, sent, follow=True)
    assert (response.status_code in {200, 422}, everything()) == (True, before)
