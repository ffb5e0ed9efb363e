"""Decisions about many comments at once, from the list."""

import pytest
from django.utils import timezone

from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Decision
from comments.moderation import batch
from comments.rules import REASON_LENGTH, Verb
from tests.cast import alice, converse, make_article, mod, say
from tests.moderation.desk import (
    COMMENTS,
    choose,
    confirm,
    everything,
    states,
    title,
    told,
)
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(article):
    return converse(
        article,
        """
        Ada: One
          Ben: Two
            Cem: Three
          Ben: Four
        Ada: Five
        """,
    )


def errors(response) -> list[str]:
    return [item.text for item in soup(response).select(".errorlist li")]


def test_selected_comments_are_held_and_published_at_once(client, said) -> None:
    response = choose(client, "hold", [said[0], said[4]])
    assert told(response) == ["2 comments held."]
    assert states(*said) == ["held", "published", "published", "published", "held"]
    response = choose(client, "publish", [said[0], said[4]])
    assert (told(response), set(states(*said))) == (["2 comments published."], {"published"})


def test_each_comment_is_a_decision_of_its_own(client, said) -> None:
    choose(client, "spam", [said[1], said[4]])
    decisions = Decision.objects.order_by("id").values_list("comment", "verb", "branch")
    assert list(decisions) == [(said[1].pk, "spam", False), (said[4].pk, "spam", False)]


def test_comments_that_waited_are_numbered_in_the_order_they_came(client) -> None:
    article = make_article(moderation="hold")
    waiting = [say(article, "Ada", word) for word in ("One", "Two", "Three")]
    choose(client, "publish", waiting[::-1])
    numbers = [Comment.objects.get(pk=comment.pk).number for comment in waiting]
    assert numbers == ["1", "2", "3"]


def test_removing_asks_first_and_needs_a_reason(client, said) -> None:
    before = everything()
    asked = choose(client, "remove", [said[1], said[4]])
    assert (title(asked), errors(asked)) == ("Remove 2 comments", [])
    shown = [item.text for item in soup(asked).select(".near .excerpt")]
    assert shown == ["Two", "Five"]
    again = confirm(client, asked, reason=" ")
    assert (again.status_code, errors(again)) == (
        422,
        ["Please say why: choose a reason, or write one."],
    )
    assert everything() == before
    done = confirm(client, again, reason="Rude")
    assert (told(done), done.request["PATH_INFO"]) == (["2 comments removed."], COMMENTS)
    assert states(*said) == ["published", "removed", "published", "published", "removed"]


def test_a_reason_that_is_too_long_is_kept_to_be_shortened(client, said) -> None:
    before = everything()
    reason = "x" * (REASON_LENGTH + 1)
    response = confirm(client, choose(client, "remove", said[:1]), reason=reason)
    assert errors(response) == ["This is 501 characters long; 500 is the limit."]
    assert soup(response).select_one("textarea").text.strip() == reason
    assert everything() == before


def test_a_branch_within_a_selected_branch_is_not_decided_twice(client, said) -> None:
    asked = choose(client, "remove-branches", [said[2], said[0], said[1], said[4]])
    assert title(asked) == "Remove 5 comments"
    done = confirm(client, asked, reason="Off topic")
    assert told(done) == ["5 comments removed."]
    assert set(states(*said)) == {"removed"}
    decided = Decision.objects.order_by("id").values_list("comment", "branch")
    assert list(decided) == [(said[0].pk, True), (said[4].pk, True)]


def test_branches_beside_each_other_are_all_decided(client, said) -> None:
    confirm(client, choose(client, "hold-branches", [said[1], said[3]]))
    assert states(*said) == ["published", "held", "held", "held", "published"]


def test_the_same_branch_is_restored_as_it_was(client, said) -> None:
    actions.moderate(Verb.HOLD, said[3].pk, mod())
    confirm(client, choose(client, "remove-branches", said[:1]), reason="Off topic")
    assert states(*said) == ["removed", "removed", "removed", "removed", "published"]
    confirm(client, choose(client, "restore-branches", said[:1]))
    assert states(*said) == ["published", "published", "published", "held", "published"]


def test_what_needs_nothing_is_counted_apart(client, said) -> None:
    actions.moderate(Verb.HOLD, said[0].pk, alice())
    response = choose(client, "hold", [said[0], said[4]])
    assert told(response) == [
        "1 comment held.",
        "For 1 there was nothing to do: another moderator was faster, or its author.",
    ]


def test_nothing_is_asked_when_nothing_could_be_done(client, said) -> None:
    before = everything()
    response = choose(client, "restore-branches", said[:2])
    assert told(response) == ["There was nothing to do: somebody else has been faster."]
    assert everything() == before


def test_another_moderator_was_faster_than_the_answer(client, said) -> None:
    asked = choose(client, "remove", [said[1], said[4]])
    actions.moderate(Verb.REMOVE, said[1].pk, alice(), "Mine")
    done = confirm(client, asked, reason="Rude")
    assert told(done) == [
        "1 comment removed.",
        "For 1 there was nothing to do: another moderator was faster, or its author.",
    ]
    reasons = Decision.objects.order_by("id").values_list("comment", "reason")
    assert list(reasons) == [(said[1].pk, "Mine"), (said[4].pk, "Rude")]


def test_another_moderator_is_faster_while_the_batch_runs(client, said, monkeypatch) -> None:
    slow = actions.moderate

    def overtaken(verb, comment_id, moderator, reason="", **said_more):
        if comment_id == said[4].pk:
            slow(verb, comment_id, alice())
        return slow(verb, comment_id, moderator, reason, **said_more)

    monkeypatch.setattr(batch.actions, "moderate", overtaken)
    assert told(choose(client, "hold", [said[1], said[4]])) == [
        "1 comment held.",
        "For 1 there was nothing to do: another moderator was faster, or its author.",
    ]


def fill(article, count) -> list[Comment]:
    store_conversation(article, [Draft("Ada", "Words", 1, timezone.now())] * count)
    return list(Comment.objects.under(article).order_by("pk"))


def test_all_that_match_are_removed_beyond_the_page(client, article, said) -> None:
    other = fill(make_article(title="Other"), 120)
    address = f"{COMMENTS}?article__id__exact={other[0].article_id}"
    asked = choose(client, "remove", other[:1], address, select_across="1")
    assert title(asked) == "Remove 120 comments"
    page = soup(asked)
    assert len(page.select(".near li")) == 10
    assert [p.text for p in page.select("p.quiet")] == ["… and 110 more"]
    assert len(page.select("input[name=_selected_action]")) == 1
    done = confirm(client, asked, reason="Test")
    assert told(done) == ["120 comments removed."]
    assert f"?{done.request['QUERY_STRING']}" == address.removeprefix(COMMENTS)
    assert (set(states(*other)), set(states(*said))) == ({"removed"}, {"published"})


def test_all_means_those_that_were_there_when_asked(client, said, article) -> None:
    asked = choose(client, "hold", said[:1], select_across="1")
    late = say(article, "Late", "While the moderator was reading")
    confirm(client, asked)
    assert (set(states(*said)), states(late)) == ({"held"}, ["published"])


def test_a_batch_that_takes_too_long_goes_on_when_asked(client, said, monkeypatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(batch, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(batch, "PATIENCE_SECONDS", 2.0)
    response = choose(client, "spam", said)
    assert told(response) == [
        "2 comments marked as spam.",
        "3 are still to be done: press the button again to go on.",
    ]
    assert title(response) == "Mark 3 comments as spam"
    shown = soup(response).select_one("[data-goes-on]").find_previous("progress")
    assert (shown["value"], shown["max"]) == ("2", "5")
    response = confirm(client, confirm(client, response))
    assert told(response)[0] == "1 comment marked as spam."
    assert set(states(*said)) == {"spam"}


def test_nothing_ticked_changes_nothing(client, said) -> None:
    before = everything()
    assert told(choose(client, "remove", [])) == [
        "Items must be selected in order to perform actions on them. No items have been changed."
    ]
    assert everything() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"select_across": "1", "until": "x"},
        {"select_across": "1", "until": str(10**30)},
        {"select_across": "1", "until": "9" * 5000},
        {"select_across": "2", "until": ""},
        {"_selected_action": "none"},
        {"_selected_action": str(10**30)},
        {"_selected_action": "9" * 5000},
        {"action": "unknown"},
        {"reason": "a\0b", "confirmed": "1"},
    ],
)
def test_a_mended_form_is_no_server_error(client, said, sent) -> None:
    before = everything()
    response = choose(client, sent.pop("action", "remove"), said[:1], **sent)
    assert response.status_code in {200, 400, 422}
    assert everything() == before


def test_the_page_that_asks_carries_words_as_words(client, article) -> None:
    comment = say(article, "<b>Ada</b>", "<script>alert(1)</script>")
    page = soup(choose(client, "remove", [comment]))
    assert page.select_one(".near script") is None
    assert page.select_one(".near bdi").text == "<b>Ada</b>"


def test_ten_thousand_replies_are_counted_without_loading_them(
    client, article, django_assert_max_num_queries
) -> None:
    now = timezone.now()
    drafts = [Draft("Ada", "Top", 1, now), *[Draft("Ben", "Reply", 2, now)] * 10_000]
    store_conversation(article, drafts)
    top = Comment.objects.get(level=0)
    with django_assert_max_num_queries(11):
        asked = choose(client, "remove-branches", [top])
    assert title(asked) == "Remove 10001 comments"
    assert len(asked.content) < 20_000
    assert told(confirm(client, asked, reason="All of it")) == ["10001 comments removed."]
