"""A page and a reply cost the same however long the conversation is: counts, never times."""

from statistics import median

import pytest

from bench.counts import counted, counts_wal, wal_written
from comments.models import Comment
from comments.reading import CROWDED_THREAD_ROWS
from tests.forms import words

SOME = 8
# Rows that a page needs besides the comments it shows: the article, counters, a thread's length.
BESIDES = 60
# What is known of the article and the parent, whether it is too often, what the rules for holding
# need, and the one statement that locks, places, stores and counts.
STATEMENTS = 4
# A reply is counted by its parent and by its thread.
COUNTERS = 2
# Each puts pages into the log that the next then finds there, until a checkpoint.
MOST_TRIES = 20
# Comments that a reply looks at: so many before it as tell whether its page shows it, and a few.
LOOKED_AT = CROWDED_THREAD_ROWS + 12


def some_comments(article):
    """From all over the conversation, none too deep to be answered."""
    found = Comment.objects.filter(article=article.id, level__lt=50).order_by("id")
    numbers = list(found.values_list("pk", flat=True))
    return numbers[:: len(numbers) // SOME][:SOME]


def page_cost(client, address):
    # Templates are read by the first request.
    client.get(address).getvalue()
    with counted() as cost:
        shown = client.get(address).getvalue().count(b'<li id="c-')
    assert shown > 0
    return cost, shown


def reply(client, parent):
    response = client.post(f"/comments/{parent}/reply/", words("It **shuts** on Monday."))
    assert response.status_code == 302, response.content
    # The next one is by another guest.
    client.cookies.clear()


def reply_cost(client, parent):
    with counted() as cost:
        reply(client, parent)
    return cost


def log_of_reply(client, parent):
    """Bytes of log for a reply that was the first to touch none of its pages."""
    for _ in range(MOST_TRIES):
        before = wal_written()
        reply(client, parent)
        after = wal_written()
        if after.pages == before.pages:
            return after.bytes - before.bytes
    raise AssertionError("each reply was the first to touch a page")


def test_a_page_asks_the_database_for_what_it_shows(client, both):
    for order in ("", "?order=newest"):
        costs = [page_cost(client, article.address + order) for article in both]
        assert len({cost.queries for cost, _ in costs}) == 1
        for cost, shown in costs:
            assert cost.sent <= shown + BESIDES
            assert cost.read <= 2 * shown + 2 * BESIDES


def test_a_kept_page_asks_for_no_comment(client, both, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for article in both:
        cost, _ = page_cost(client, article.address)
        assert (cost.queries, cost.sent, cost.read) == (1, 1, 0)


def test_the_whole_conversation_asks_for_each_comment_once(client, both):
    for article in both:
        cost, shown = page_cost(client, f"{article.address}?view=whole")
        assert shown == article.size
        assert cost.read <= 2 * shown + BESIDES


def test_a_permalink_asks_for_what_it_shows(client, both):
    for article in both:
        for comment in Comment.objects.filter(pk__in=some_comments(article)):
            cost, shown = page_cost(client, comment.get_absolute_url())
            assert cost.sent <= shown + BESIDES
            assert cost.read <= 5 * (shown + comment.level) + 2 * BESIDES


def test_a_reply_costs_the_same_in_any_conversation(client, both):
    for article in both:
        costs = [reply_cost(client, parent) for parent in some_comments(article)]
        assert {cost.queries for cost in costs} == {STATEMENTS}
        assert max(cost.updated for cost in costs) <= COUNTERS
        assert max(cost.read for cost in costs) <= LOOKED_AT, [cost.read for cost in costs]


def test_a_reply_to_the_first_comment_updates_it_once(client, both):
    for article in both:
        first = Comment.objects.threads().filter(article=article.id).first()
        assert reply_cost(client, first.pk).updated == 1


def test_a_new_thread_updates_no_comment(client, both):
    for article in both:
        with counted() as cost:
            client.post(f"{article.address}comments/", words("It shuts."))
        assert (cost.queries, cost.updated) == (STATEMENTS, 0)


@pytest.mark.django_db(transaction=True)
def test_a_reply_writes_as_much_log_in_any_conversation(client, both):
    if not counts_wal():
        pytest.skip("this PostgreSQL does not count the log by process")
    small, large = (
        median(log_of_reply(client, parent) for parent in some_comments(article))
        for article in both
    )
    assert 0 < large <= 1.5 * small
