"""What waits, and all that a moderator needs to decide about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions
from comments.models import Comment, Waiting
from comments.moderation import records
from comments.rules import Verb
from tests.cast import account, bob, guest, make_article, mod, say
from tests.moderation.desk import client_of
from tests.moderation.queue import QUEUE, appeal, buttons, flag, held, item, why, words
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


def test_everything_that_waits_is_there_the_most_urgent_first(client) -> None:
    held("perhaps spam", "spam")
    held("held")
    flag(say(make_article(), "Ada", "flagged"))
    flag(say(make_article(), "Ada", "illegal"), "illegal")
    refused = say(make_article(), "Ada", "asked about")
    actions.moderate(Verb.REMOVE, refused.pk, mod(), "Rude")
    appeal(refused)
    say(make_article(), "Ada", "published")
    assert words(client.get(QUEUE)) == [
        "illegal",
        "flagged",
        "held",
        "asked about",
        "perhaps spam",
    ]


def test_or_the_oldest_first(client) -> None:
    for text, reasons in (("first", "spam"), ("second", "links"), ("third", "spam")):
        held(text, reasons)
    assert words(client.get(f"{QUEUE}?order=oldest")) == ["first", "second", "third"]


def test_nothing_waits(client) -> None:
    response = client.get(QUEUE)
    assert flat(soup(response).select_one(".nothing")) == "Nothing waits. Thank you."
    assert words(response) == []


def test_the_count_stands_in_the_title_and_on_the_first_page(client) -> None:
    held(), held()
    assert soup(client.get(QUEUE)).title.text.strip().startswith("(2) Waiting |")
    first_page = soup(client.get("/admin/")).select_one(".what-waits a")
    assert (flat(first_page), first_page["href"]) == ("2 comments wait", QUEUE)


def test_a_lot_is_not_counted_to_the_end(client, monkeypatch) -> None:
    monkeypatch.setattr("comments.moderation.queue.asking.MOST_COUNTED", 2)
    for _ in range(3):
        held()
    assert soup(client.get(QUEUE)).title.text.strip().startswith("(2+) Waiting |")


def test_a_comment_stands_with_what_it_answers(client) -> None:
    article = make_article(title="The ferry")
    first = say(article, "Ada", "When does it sail?")
    reply = held("At *nine*.", article=article, parent=first)
    shown = item(client.get(QUEUE), reply)
    assert flat(shown.select_one(".answers")) == "answers 1 Ada When does it sail?"
    assert shown.select_one(".words em").text == "nine"
    assert shown.select_one(".where a").text == "The ferry"


def test_words_are_isolated_and_escaped(client) -> None:
    comment = held("<b>bold</b>", author=guest("<i>Eve</i>"))
    shown = item(client.get(QUEUE), comment)
    assert shown.select_one("h2 bdi").text == "<i>Eve</i>"
    assert (shown.select_one(".words")["dir"], shown.select(".words b")) == ("auto", [])


def test_reasons_stand_with_their_evidence(client) -> None:
    comment = held("Look", "spam", "links")
    assert why(client.get(QUEUE), comment) == [
        "reads like what was marked as spam: evidence of spam",
        "links: evidence of links",
    ]


def test_flags_are_grouped_with_their_words(client) -> None:
    comment = say(make_article(), "Ada", "Words")
    flag(comment, "abuse", "Calls me names.")
    flag(comment, "abuse")
    flag(comment, "other", "Not true.")
    assert why(client.get(QUEUE), comment) == [
        "flagged by 2 readers: abuse: Calls me names.",
        "flagged by 1 reader: something else: Not true.",
    ]


def test_an_appeal_stands_with_what_it_is_about(client) -> None:
    comment = say(make_article(), "Ada", "Words")
    actions.moderate(Verb.REMOVE, comment.pk, mod(), "Rude")
    appeal(comment, "It was a joke.")
    assert why(client.get(QUEUE), comment) == [
        "its author asks: It was a joke.",
        "removed by mod, just now: Rude",
    ]


def test_its_author_s_record(client) -> None:
    author, article = guest("Gwen"), make_article()
    for _ in range(2):
        say(article, replace(author, name="Gwendolyn"), "published")
    removed = say(article, author, "removed")
    actions.moderate(Verb.REMOVE, removed.pk, mod(), "Rude")
    Comment.objects.update(created_at=timezone.now() - timedelta(days=3))
    comment = held("waits", article=article, author=author)
    assert flat(item(client.get(QUEUE), comment).select_one(".record")) == (
        "Gwen (guest) 2 published 1 removed 0 spam first seen 3 days ago "
        "also as Gwendolyn all that waits by them"
    )


def test_a_long_record_is_capped(client, monkeypatch) -> None:
    monkeypatch.setattr(records, "MOST_COUNTED", 2)
    article = make_article()
    said = [say(article, bob(), "published") for _ in range(3)]
    flag(said[0])
    record = flat(item(client.get(QUEUE), said[0]).select_one(".record"))
    assert record.startswith("bob (account) 2+ published 0 removed")


def test_of_a_mere_name_nothing_is_known(client) -> None:
    comment = held()
    Comment.objects.update(guest=None)
    assert flat(item(client.get(QUEUE), comment).select_one(".record")) == (
        "of this author nothing else is known"
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("held", {"p": "Publish", "r": "Remove…", "s": "Mark as spam"}),
        ("published", {"p": "Keep", "r": "Remove…", "s": "Mark as spam"}),
        ("spam", {"p": "Publish", "r": "Remove…", "s": "Still spam"}),
        ("removed", {"p": "Restore", "r": "Leave removed"}),
    ],
)
def test_what_can_be_decided_depends_on_the_state(client, state, expected) -> None:
    comment = say(make_article(), "Ada", "Words")
    Comment.objects.update(state=state)
    appeal(comment)
    assert buttons(client.get(QUEUE), comment) == expected


def test_the_queue_comes_by_the_page_without_gap_or_repetition(client, monkeypatch) -> None:
    monkeypatch.setattr("comments.moderation.queue.page.PAGE", 3)
    article = make_article()
    for number in range(4):
        held(f"held {number}", article=article)
        held(f"spam {number}", "spam", article=article)
    Waiting.objects.update(since=timezone.now())
    expected = [f"{kind} {number}" for kind in ("held", "spam") for number in range(4)]
    assert pages(client, QUEUE) == [expected[:3], expected[3:6], expected[6:]]
    assert [text for page in pages(client, f"{QUEUE}?order=oldest") for text in page] == [
        f"{kind} {number}" for number in range(4) for kind in ("held", "spam")
    ]


def pages(client, address) -> list[list[str]]:
    found = []
    while address:
        response = client.get(address)
        found.append(words(response))
        link = soup(response).select_one("a[rel=next]")
        address = link and link["href"]
    return found


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_longer_queue_asks_no_more(client, count, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr("comments.moderation.queue.page.PAGE", 50)
    article, parent = make_article(), say(make_article(), "Ada", "parent")
    for number in range(count):
        held("Words", article=parent.article, parent=parent)
        flag(say(article, bob(), f"flagged {number}")) if number % 2 else None
    # Session, account, two for the permissions; the rows, their comments, numbers, flags, appeals,
    # holds, authors, what was seen, decisions; the count, the reasons for removals.
    with django_assert_num_queries(15):
        assert len(words(client.get(QUEUE))) == min(count + count // 2, 50)


def test_filters(client) -> None:
    ferry, author = make_article(title="The ferry"), guest("Gwen")
    held("by Gwen", "spam", author=author)
    held("on the ferry", article=ferry)
    flag(say(make_article(), bob(), "flagged"))
    Waiting.objects.filter(article=ferry).update(since=timezone.now() - timedelta(days=2))
    found = {
        query: words(client.get(f"{QUEUE}?{query}"))
        for query in (
            "why=spam",
            "why=flag-abuse",
            f"article={ferry.pk}",
            f"person=g{author.guest.hex}",
            f"person=a{bob().pk}",
            "age=day",
            "age=over-day",
            f"age=day&why=links&article={ferry.pk}",
        )
    }
    assert list(found.values()) == [
        ["by Gwen"],
        ["flagged"],
        ["on the ferry"],
        ["by Gwen"],
        ["flagged"],
        ["flagged", "by Gwen"],
        ["on the ferry"],
        [],
    ]


def test_a_filter_says_how_much_of_all_it_shows(client) -> None:
    held("one", "spam"), held("two")
    heading = soup(client.get(f"{QUEUE}?why=spam")).select_one("#content h1")
    assert flat(heading) == "Waiting 1 of 2"


@pytest.mark.parametrize(
    "query",
    [
        "why=%00",
        "why=no%20code",
        "article=x",
        "article=99999999999999999999",
        "person=a",
        "person=gzz",
        "age=year",
        "order=upwards",
        "after=x",
        "after=9-99999999999999999-1",
        f"after=1-1-{10**19 - 1}",
        "after=1%00",
    ],
)
def test_a_mistyped_address_shows_the_whole_queue(client, query) -> None:
    held("waits")
    assert words(client.get(f"{QUEUE}?{query}")) == ["waits"]


@pytest.mark.parametrize(
    "query", ["article=1", "person=a999", "why=nothing", "article=" + "9" * 18]
)
def test_what_is_not_there_finds_nothing(client, query) -> None:
    held("waits")
    response = client.get(f"{QUEUE}?{query}")
    assert (response.status_code, words(response)) == (200, [])


def test_looking_changes_nothing(client) -> None:
    held("waits")
    before = list(Waiting.objects.values_list())
    client.get(QUEUE)
    assert list(Waiting.objects.values_list()) == before


def test_who_may_not_moderate_sees_no_count(client) -> None:
    held()
    staff = client_of(account("staff", is_staff=True))
    assert soup(staff.get("/admin/")).select(".what-waits") == []
