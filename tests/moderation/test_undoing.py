"""Undo, from wherever a decision is shown."""

import pytest

from comments import actions
from comments.models import Comment, Decision
from comments.rules import REASON_LENGTH, Verb
from tests.cast import alice, bob, converse, make_article, mod, say
from tests.moderation.desk import (
    DECISIONS,
    client_of,
    column,
    confirm,
    everything,
    history,
    moderation_of,
    page_of,
    states,
    told,
)
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return converse(make_article(), "Ada: One\n  Ben: Two\n    Cem: Three\nDee: Four")


def undo_of(decision) -> str:
    return f"{DECISIONS}{decision.pk}/undo/"


def links(response, place) -> list[str]:
    return [link["href"] for link in soup(response).select(f"{place} a.undo")]


def effects(response) -> list[str]:
    return [flat(item) for item in soup(response).select(".effects li")]


def test_the_way_back_is_shown_right_after_a_decision(client, said) -> None:
    response = client.post(moderation_of(said[0]), {"verb": "hold"}, follow=True)
    way = undo_of(Decision.objects.get())
    assert links(response, ".messagelist") == [way]
    assert links(response, ".history") == [way]
    assert links(client.get(DECISIONS), "#result_list") == [way]


def test_it_asks_first_and_then_undoes(client, said) -> None:
    actions.moderate(Verb.HOLD, said[1].pk, mod())
    decision = actions.moderate(Verb.REMOVE, said[0].pk, mod(), "Rude", branch=True)
    before = everything()
    asked = client.get(undo_of(decision))
    assert effects(asked) == ["removed → published 2", "removed → held 1"]
    assert everything() == before
    done = confirm(client, asked, reason="By mistake")
    assert (told(done), done.request["PATH_INFO"]) == (
        ["3 comments are as they were."],
        page_of(said[0]),
    )
    assert states(*said) == ["published", "held", "published", "published"]
    assert history(done)[1:] == [
        "published → removed by mod with its whole branch Rude undone by mod",
        "removed → published by mod as an undo with its whole branch By mistake",
    ]
    undo = Decision.objects.get(undoes=decision)
    assert links(done, ".messagelist") == [undo_of(undo)]


def test_what_was_decided_since_is_told(client, said) -> None:
    decision = actions.moderate(Verb.HOLD, said[0].pk, mod(), branch=True)
    actions.moderate(Verb.SPAM, said[1].pk, alice())
    asked = client.get(undo_of(decision))
    since = "1 was decided anew since, and stays as it is."
    assert flat(soup(asked).select_one(".moderation p.quiet")) == since
    assert told(confirm(client, asked)) == [f"2 comments are as they were. {since}"]


def test_two_who_undo_the_same_are_told(client, said) -> None:
    decision = actions.moderate(Verb.HOLD, said[0].pk, mod())
    asked = client.get(undo_of(decision))
    actions.undo(decision.pk, alice())
    before = everything()
    assert told(confirm(client, asked)) == ["This was undone already."]
    later = client.get(undo_of(decision))
    assert flat(soup(later).select_one(".refused")) == "This was undone already."
    assert everything() == before


def test_a_move_is_undone(client, said) -> None:
    decision = actions.move(said[1].pk, mod(), said[3].pk)
    asked = client.get(undo_of(decision))
    assert effects(asked) == ["2.1 → 1.1"]
    assert told(confirm(client, asked)) == ["2 comments are as they were."]
    assert Comment.objects.get(pk=said[1].pk).number == "1.1"


def test_a_closed_branch_is_opened_again(client, said) -> None:
    decision = actions.mark(Verb.CLOSE, said[0].pk, mod())
    asked = client.get(undo_of(decision))
    assert effects(asked) == ["closed to replies → open to replies"]
    assert told(confirm(client, asked)) == ["It is undone."]
    assert not Comment.objects.get(pk=said[0].pk).closed


def test_a_decision_that_has_nothing_left_says_so(client, said) -> None:
    decision = actions.moderate(Verb.HOLD, said[0].pk, mod())
    actions.moderate(Verb.PUBLISH, said[0].pk, mod())
    page = soup(client.get(undo_of(decision)))
    words = "Nothing is left to undo: all of it was decided anew since."
    assert flat(page.select_one(".refused")) == words
    assert page.select_one("form.decide") is None
    response = client.post(undo_of(decision), {}, follow=True)
    assert told(response) == [words]


def test_a_reason_that_is_too_long_is_kept(client, said) -> None:
    decision = actions.moderate(Verb.HOLD, said[0].pk, mod())
    before, words = everything(), "x" * (REASON_LENGTH + 1)
    response = client.post(undo_of(decision), {"reason": words})
    assert response.status_code == 422
    assert soup(response).select_one("textarea").text.strip() == words
    assert everything() == before


@pytest.mark.parametrize("pk", ["1", str(10**18)])
def test_a_decision_that_is_not_there_is_not_found(client, pk) -> None:
    assert client.get(f"{DECISIONS}{pk}/undo/").status_code == 404


def test_what_editors_decided_only_editors_undo(client, said) -> None:
    pick = actions.mark(Verb.PICK, said[0].pk, alice())
    closed = actions.mark_article(Verb.CLOSE, said[0].article_id, alice())
    for decision in (pick, closed):
        assert client.get(undo_of(decision)).status_code == 403
        assert client.post(undo_of(decision)).status_code == 403
    assert links(client.get(DECISIONS), "#result_list") == []
    editor = client_of(alice())
    for decision in (pick, closed):
        editor.post(undo_of(decision))
    assert Decision.objects.filter(undoes__isnull=False).count() == 2


def test_who_only_reads_undoes_nothing(said) -> None:
    decision = actions.moderate(Verb.HOLD, said[0].pk, mod())
    reader = client_of(bob())
    assert reader.get(undo_of(decision)).status_code == 302
    assert reader.post(undo_of(decision))["Location"].startswith("/admin/login/")
    assert Decision.objects.count() == 1


def test_the_log_tells_what_was_undone_by_whom(client, said) -> None:
    decision = actions.moderate(Verb.REMOVE, said[0].pk, mod(), branch=True)
    actions.undo(decision.pk, alice())
    response = client.get(DECISIONS)
    assert column(response, "what") == [
        "Undo: Remove with all replies",
        "Remove with all replies",
    ]
    assert column(response, "undo_link") == ["Undo…", "undone by alice"]


@pytest.mark.parametrize("count", [1, 30])
def test_a_larger_undo_asks_no_more(client, count, django_assert_num_queries) -> None:
    article = make_article()
    first = say(article, "Ada", "One")
    for _ in range(count):
        say(article, "Ben", "Two", first)
    decision = actions.moderate(Verb.HOLD, first.pk, mod(), branch=True)
    # Session, account, two for the permissions, the decision, its changes, what would come back.
    with django_assert_num_queries(7):
        client.get(undo_of(decision))
