"""One comment in its context, and the decision about it."""

import pytest
from django.utils import timezone

from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment
from comments.moderation.batch import plan
from comments.rules import Verb
from tests.cast import alice, bob, converse, guest, make_article, mod, person, say
from tests.moderation.desk import (
    history,
    page_of,
)
from tests.moderation.queue import flag
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def near(response) -> list[str]:
    return [flat(item) for item in soup(response).select(".near li")]


def facts(response) -> dict[str, str]:
    names = soup(response).select(".facts dt")
    return {flat(name): flat(name.find_next_sibling("dd")) for name in names}


def buttons(response) -> list[str]:
    return [button["value"] for button in soup(response).select("form.decide button")]


def test_a_comment_stands_between_what_it_answers_and_its_replies(client) -> None:
    _, over, _, which, _ = converse(
        make_article(),
        """
        Ada: Where does it go?
          Ben: Over the river.
            Ada: Thank you.
            Cem: Which river?
        Ben: Another thread.
        """,
    )
    actions.moderate(Verb.REMOVE, which.pk, mod(), "Silly")
    response = client.get(page_of(over))
    assert near(response) == [
        "1 Ada published View on site Where does it go?",
        "1.1.1 Ada published View on site Thank you.",
        "1.1.2 Cem removed Which river?",
    ]
    assert flat(soup(response).select_one(".looked-at .headline")) == (
        "1.1 Ben published View on site"
    )


def test_what_stands_near_is_linked_to_its_own_page(client) -> None:
    first, reply = converse(make_article(), "Ada: First\n  Ben: Reply")
    links = [
        link["href"]
        for page in (reply, first)
        for link in soup(client.get(page_of(page))).select(".near a")
    ]
    assert links == [
        page_of(first),
        first.get_absolute_url(),
        page_of(reply),
        reply.get_absolute_url(),
    ]


def test_the_words_are_shown_as_readers_see_them_and_as_typed(client) -> None:
    comment = say(make_article(), "Ada", "**Strong** <script>alert(1)</script>")
    page = soup(client.get(page_of(comment)))
    assert page.select_one(".looked-at .words strong").text == "Strong"
    assert page.select_one(".looked-at .words script") is None
    assert page.select_one(".looked-at pre").text == "**Strong** <script>alert(1)</script>"


def test_what_is_known_of_the_author_is_shown(client) -> None:
    gwen = guest("Gwen <b>", email="gwen@example.org", website="https://example.org/?a=1&b=2")
    shown = facts(client.get(page_of(say(make_article(), gwen, "Words"))))
    shown.pop("Written")
    shown.pop("First published")
    assert shown == {
        "Author": "a guest: all comments from this browser Page of this person",
        "E-mail": "gwen@example.org",
        "Website": "https://example.org/?a=1&b=2",
    }


def test_the_history_tells_who_did_what_and_why(client, comment) -> None:
    reply = say(comment.article, "Ada", "Over the river.", comment)
    actions.moderate(Verb.HOLD, reply.pk, mod(), "Is it true?")
    actions.moderate(Verb.PUBLISH, reply.pk, alice())
    actions.moderate(Verb.REMOVE, comment.pk, mod(), "Off topic", branch=True)
    assert [history(client.get(page_of(each))) for each in (comment, reply)] == [
        [
            "written by bob",
            "published → removed by mod with its whole branch Off topic",
        ],
        [
            "written by Ada",
            "published → held by mod Is it true?",
            "held → published by alice",
            "published → removed by mod with the branch above it Off topic",
        ],
    ]


def test_a_withdrawn_comment_is_its_authors_doing_and_decision(client, comment) -> None:
    actions.withdraw(comment.pk, person(bob()))
    response = client.get(page_of(comment))
    assert history(response) == ["written by bob", "published → withdrawn by its author"]
    assert buttons(response) == []


def test_earlier_texts_are_kept_for_moderators(client, comment) -> None:
    actions.edit(comment.pk, person(bob()), "Second words", 1)
    actions.edit(comment.pk, person(bob()), "Third words", 2)
    page = soup(client.get(page_of(comment)))
    texts = [text.text for text in page.select("pre")]
    assert texts == ["Third words", "Where does it go?", "Second words"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("published", ["hold", "spam", "remove"]),
        ("held", ["publish", "spam", "remove"]),
        ("spam", ["publish", "hold", "remove"]),
        ("removed", ["restore"]),
    ],
)
def test_what_may_be_done_depends_on_the_state(client, comment, state, expected) -> None:
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert buttons(client.get(page_of(comment))) == expected


def test_a_branch_tells_how_many_comments_each_verb_would_change(client, comment) -> None:
    replies = [say(comment.article, "Ada", "Reply", comment) for _ in range(4)]
    actions.moderate(Verb.REMOVE, replies[0].pk, mod(), "Rude")
    actions.moderate(Verb.HOLD, replies[1].pk, mod())
    response = client.get(page_of(comment))
    assert flat(soup(response).select_one(".decide .branch .quiet")) == (
        "It would: publish 1 comment, hold 3 comments, mark 4 comments as spam, "
        "remove 4 comments, restore 1 comment."
    )
    assert buttons(response) == ["hold", "spam", "remove", "publish", "restore"]
    for verb, count in (("publish", 1), ("hold", 3), ("spam", 4), ("remove", 4), ("restore", 1)):
        assert plan(Verb(verb), [comment.pk], branch=True).affected == count


def test_the_deepest_of_a_long_chain_shows_the_nearest_above(
    client, django_assert_num_queries
) -> None:
    drafts = [Draft("Ada", "deep " * 200, depth, timezone.now()) for depth in range(1, 502)]
    store_conversation(make_article(), drafts)
    deepest = Comment.objects.get(level=500)
    # Session, account, two for its permissions, the comment; its number, two for those above,
    # two for replies, the branch, history, moves, marks, earlier texts, what was seen, why it
    # waits, the reasons to choose from.
    with django_assert_num_queries(19):
        response = client.get(page_of(deepest))
    above = soup(response).select("section .above li")
    assert (len(above), flat(soup(response).select_one("a.quiet[href*=change]"))) == (
        10,
        "… 490 earlier",
    )
    assert len(response.content) < 40_000


def test_the_widest_list_shows_the_first_replies(client, django_assert_num_queries) -> None:
    now = timezone.now()
    replies = [Draft("Ben", "wide " * 200, 2, now)] * 10_000
    store_conversation(make_article(), [Draft("Ada", "Top", 1, now), *replies])
    top = Comment.objects.get(level=0)
    with django_assert_num_queries(18):
        response = client.get(page_of(top))
    page = soup(response)
    assert len(page.select(".near li")) == 50
    link = page.find("a", string="List all 10000 replies")
    assert link["href"].endswith(f"?parent__id__exact={top.pk}")
    assert len(response.content) < 100_000
    last = Comment.objects.filter(level=1).order_by("-lft")[0]
    with django_assert_num_queries(19):
        assert len(client.get(page_of(last)).content) < 40_000


def test_what_readers_say_of_it_is_shown_and_leads_to_the_queue(client) -> None:
    comment = flag(say(make_article(), "Ada", "Words"), words="Rude").comment
    why = soup(client.get(page_of(comment))).select_one("section.why")
    assert [flat(each) for each in why.select("li")] == ["flagged by 1 reader: abuse: Rude"]
    address = f"/admin/comments/waiting/?article={comment.article_id}#w-{comment.pk}"
    assert why.select_one("a")["href"] == address
