"""What is exported is as it was at one moment, and nobody waits for it."""

from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import actions
from comments.exchange.exporting import own
from comments.exchange.exporting.scope import Scope, Wish
from comments.exchange.exporting.snapshot import snapshot
from comments.models import Comment
from comments.rules import Verb
from tests.cast import converse, make_article, mod, say


def in_another_connection(do):
    def run():
        try:
            do()
        finally:
            connection.close()

    other = Thread(target=run)
    other.start()
    other.join(timeout=20)
    assert not other.is_alive()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_waits_for_nobody_and_is_not_in_it():
    first = say(make_article(), "Ada", "a")

    def go_on():
        say(make_article(slug="new"), "Ben", "b")
        actions.moderate(Verb.REMOVE, first.pk, mod())
        say(first.article, "Ada", "c")

    with snapshot():
        pieces = own.pieces(Scope(Wish()), str)
        begun = next(pieces)
        in_another_connection(go_on)
        rest = [begun, *pieces]
    assert Comment.objects.filter(state="removed").count() == 1
    assert sum('"type":"comment"' in line for line in rest) == 1
    assert sum('"state":"published","name":"Ada"' in line for line in rest) == 1
    assert [line for line in rest if '"type":"decision"' in line] == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_stored_by_mistake():
    with pytest.raises(Exception, match="read-only transaction"), snapshot():
        make_article()
    assert Article.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["jsonl", "wxr", "disqus"])
def test_more_comments_are_no_more_statements(kind, export):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            export(f"--format={kind}")
        return len(asked)

    article = make_article()
    converse(article, "Ada: a\n  Ben: b")
    few = statements()
    converse(article, "Ada: a\n  Ben: b\nCem: c\n" * 8)
    converse(make_article(slug="more"), "Ada: a\n  Ben: b\n" * 8)
    assert statements() == few


@pytest.mark.django_db
def test_no_cursor_stays_open_in_the_database(export, monkeypatch):
    def refuse(*_):
        raise AssertionError("behind a pooler there is none")

    monkeypatch.setattr(connection, "chunked_cursor", refuse)
    say(make_article(), "Ada", "a")
    assert export().stat().st_size > 0
