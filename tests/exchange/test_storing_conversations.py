from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Conversation, Decision, Revision, StateChange, Tally
from comments.people import Person
from comments.rules import State
from comments.tallies import counts_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    return Article.objects.create(
        title="A bridge", body="It shuts.", state="published", published_at=NOON
    )


def draft(words: str, depth: int = 1, state: State = State.PUBLISHED, **facts) -> Draft:
    minute = timedelta(minutes=len(words))
    return Draft("ada", words, depth, facts.pop("created_at", NOON + minute), state, **facts)


def numbered(article: Article) -> dict[str, str]:
    return {c.text: c.number for c in Comment.objects.under(article).in_reading_order()}


def test_removed_and_withdrawn_comments_keep_their_numbers(article, check_threads):
    drafts = [
        draft("a"),
        draft("b", 2, State.REMOVED),
        draft("c", 2),
        draft("d", 1, State.WITHDRAWN),
        draft("e", 2),
        draft("f"),
    ]
    store_conversation(article, drafts)
    assert numbered(article) == {"a": "1", "b": "1.1", "c": "1.2", "d": "2", "e": "2.1", "f": "3"}
    shown = Comment.objects.filter(visible=True).order_by("id")
    assert list(shown.values_list("text", flat=True)) == ["a", "c", "d", "e", "f"]
    check_threads()


def test_held_and_spam_comments_have_no_number(article, check_threads):
    drafts = [draft("a", 1, State.HELD), draft("b"), draft("c", 2, State.SPAM), draft("d", 2)]
    store_conversation(article, drafts)
    assert numbered(article) == {"a": "", "b": "1", "c": "", "d": "1.1"}
    assert Conversation.objects.get().threads_numbered == 1
    check_threads()


def test_an_answered_comment_that_waits_is_numbered_like_its_answers(article, check_threads):
    store_conversation(article, [draft("a", 1, State.HELD), draft("b", 2)])
    assert numbered(article) == {"a": "1", "b": "1.1"}
    check_threads()


def test_a_second_batch_continues_the_numbers_and_counters(article, check_threads):
    store_conversation(article, [draft("a"), draft("b", 2)])
    stored = store_conversation(article, [draft("c"), draft("d")])
    assert (stored.comments, stored.threads) == (2, 2)
    assert numbered(article) == {"a": "1", "b": "1.1", "c": "2", "d": "3"}
    assert counts_of([article.pk])[article.pk].published == 4
    check_threads()


def test_the_newest_published_comment_is_the_last_activity(article):
    store_conversation(article, [draft("aaa"), draft("b"), draft("cccccc", 2, State.HELD)])
    counts = counts_of([article.pk])[article.pk]
    assert (counts.published, counts.last_activity_at) == (2, NOON + timedelta(minutes=3))


def test_nothing_to_store_leaves_the_counters_alone(article):
    assert store_conversation(article, []) == (0, 0)
    assert (Comment.objects.count(), Tally.objects.count()) == (0, 0)


def test_what_became_of_a_comment_is_recorded(article, check_threads):
    later = NOON + timedelta(hours=1)
    drafts = [
        draft("a", state=State.REMOVED, reason="rude", changed_at=later),
        draft("b", state=State.WITHDRAWN, changed_at=later),
        draft("c", state=State.SPAM, reason="lamps", changed_at=later),
        draft("d", earlier="D", changed_at=later),
    ]
    store_conversation(article, drafts)
    decisions = Decision.objects.order_by("id").values_list("comment__text", "verb", "reason")
    assert list(decisions) == [("a", "remove", "rude"), ("c", "spam", "lamps")]
    changes = StateChange.objects.order_by("id").values_list(
        "comment__text", "before", "after", "decision__verb", "changed_at"
    )
    assert list(changes) == [
        ("a", "published", "removed", "remove", later),
        ("b", "published", "withdrawn", None, later),
        ("c", "held", "spam", "spam", later),
    ]
    assert list(Revision.objects.values_list("comment__text", "text")) == [("d", "D")]
    edited = Comment.objects.get(text="d")
    assert (edited.revision, edited.edited_at) == (2, later)
    check_threads()


@pytest.mark.parametrize("depths", [[2], [1, 3], [1, 2, 4], [0], [1, 0]])
def test_an_impossible_depth_is_refused(article, depths):
    with pytest.raises(ValueError, match=r"^comment \d of a thread has depth \d$"):
        store_conversation(article, [draft("a", depth) for depth in depths])


def test_people_can_answer_stored_comments(article, check_threads):
    from comments.actions import post

    store_conversation(article, [draft(str(depth), depth) for depth in range(1, 40)])
    deepest = Comment.objects.order_by("-level")[0]
    answer = post(article, Person(name="bob"), "Indeed.", parent_id=deepest.pk).comment
    assert (answer.level, answer.ordinal, answer.tree_id) == (39, 1, deepest.tree_id)
    check_threads()


def test_words_are_made_safe(article):
    store_conversation(article, [draft("<script>alert(1)</script> *hello*")])
    assert Comment.objects.get().html.strip() == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; <em>hello</em></p>"
    )
