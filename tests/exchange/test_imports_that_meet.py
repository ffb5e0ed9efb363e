"""Imports meet other imports, and moderators and authors who are at work meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, nullcontext

import pytest
from django.core.management import CommandError
from django.db import connection

from comments import actions, locking
from comments.exchange import brought, grafting
from comments.exchange.apart import apart
from comments.models import Comment, ImportRun
from comments.statements import ask
from tests.cast import mod, say
from tests.comments.health import assert_healthy
from tests.exchange.elsewhere import There, jsonl

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

FIRST = [There(1, 1, words="a"), There(2, 1, 1, words="b"), There(3, 1, words="c")]
LATER = [*FIRST, There(4, 1, 2, words="d")]
UNDER_WAY = "an import from “jsonl there” is under way. Nothing was"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "export"


def words(text) -> Comment:
    return Comment.objects.get(text=text)


def elsewhere(act) -> None:
    """At once, by somebody else."""

    def alone():
        act()
        connection.close()

    with ThreadPoolExecutor() as pool:
        pool.submit(alone).result()


@pytest.fixture
def at_the_lock(monkeypatch):
    """Somebody else does this just before the first lock is taken."""

    def prepare(act):
        locks = []

        def lock_late(tree_ids, lock=locking.lock_threads):
            locks.append(set(tree_ids))
            if len(locks) == 1:
                elsewhere(act)
            return lock(locks[-1])

        monkeypatch.setattr(locking, "lock_threads", lock_late)
        return locks

    return prepare


def test_a_branch_that_moves_meanwhile_grows_where_it_is_then(file, bring_in, at_the_lock):
    file.write_bytes(jsonl(FIRST))
    bring_in(file)
    old, new, moderator = words("a"), words("c"), mod()
    locks = at_the_lock(lambda: actions.move(words("b").pk, moderator, new.pk))
    file.write_bytes(jsonl(LATER))
    bring_in(file)
    # The mover's own lock is the second.
    assert locks == [{old.pk}, {old.pk, new.pk}, {old.pk, new.pk}]
    assert (words("d").parent_id, words("d").tree_id) == (words("b").pk, new.pk)
    assert_healthy()


def test_what_is_edited_meanwhile_stays_edited(file, bring_in, at_the_lock):
    file.write_bytes(jsonl(FIRST))
    bring_in(file)
    edit = Comment.objects.filter(text="b")
    at_the_lock(lambda: edit.update(text="mine"))
    file.write_bytes(jsonl([FIRST[0], There(2, 1, 1, words="theirs"), FIRST[2]]))
    assert "1 comment skipped: changed here since" in bring_in(file)
    assert words("mine").level == 1


@pytest.mark.parametrize(
    ("options", "done"), [({}, "stored"), ({"undo": "jsonl there"}, "taken back")]
)
def test_two_of_the_same_source_are_kept_apart(options, done, file, bring_in):
    file.write_bytes(jsonl(FIRST))
    bring_in(file)
    file.write_bytes(jsonl(LATER))
    files = [] if options else [file]
    with apart("jsonl there"), pytest.raises(CommandError) as refused:
        bring_in(*files, **options)
    assert str(refused.value) == f"{UNDER_WAY} {done}."
    assert ImportRun.objects.get().undone_at is None
    bring_in(*files, **options)
    assert Comment.objects.count() == (0 if options else 4)


def test_the_next_need_not_wait_until_the_database_notices_the_end(file, bring_in, monkeypatch):
    file.write_bytes(jsonl(FIRST))
    with ExitStack() as later:

        def still_open(link):
            return nullcontext(later.enter_context(closing(link)))

        monkeypatch.setattr("comments.exchange.apart.closing", still_open)
        bring_in(file)
        bring_in(file)
    assert ImportRun.objects.exclude(finished_at=None).count() == 2


def test_readers_post_while_threads_grow(file, bring_in, monkeypatch):
    file.write_bytes(jsonl([There(1, 1), There(2, 1, state="held", words="held")]))
    bring_in(file)
    article = words("Words.").article
    posted = []

    def count(*shares, real=grafting.count):
        real(*shares)
        if not posted:
            posted.append(posts.submit(post))
            wait_until(is_waited_for)

    def post():
        say(article, "Eve", "Hello.")
        connection.close()

    monkeypatch.setattr(grafting, "count", count)
    file.write_bytes(jsonl([There(1, 1), There(3, 1, 1), There(2, 1, words="held")]))
    with ThreadPoolExecutor() as posts:
        bring_in(file)
        posted[0].result()
    assert Comment.objects.filter(state="published").count() == 4
    assert_healthy()


def is_waited_for() -> bool:
    asked = "SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    return bool(ask(asked)[0][0])


def wait_until(told) -> None:
    end = time.monotonic() + 20
    while not told():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def before_the_locks(monkeypatch):
    """Somebody else does this once an undo has gathered what it is to take back."""

    def prepare(act):
        acts = [act]

        def lock_late(lock=brought.lock):
            if acts:
                elsewhere(acts.pop())
            lock()

        monkeypatch.setattr(brought, "lock", lock_late)

    return prepare


def test_a_reply_that_comes_before_an_undo_keeps_the_import(file, bring_in, before_the_locks):
    file.write_bytes(jsonl(FIRST))
    bring_in(file)
    article = words("a").article
    before_the_locks(lambda: say(article, "Eve", "Yes.", words("c")))
    with pytest.raises(CommandError, match="on it hangs 1 reply or thread from here"):
        bring_in(undo="jsonl there")
    assert Comment.objects.count() == 4


def test_what_moves_before_an_undo_is_taken_back_where_it_then_is(file, bring_in, before_the_locks):
    for said in (FIRST, LATER):
        file.write_bytes(jsonl(said))
        bring_in(file)
    new, moderator = words("c"), mod()
    before_the_locks(lambda: actions.move(words("b").pk, moderator, new.pk))
    assert "comments          1 taken back" in bring_in(undo="jsonl there")
    assert words("b").tree_id == new.pk
    assert_healthy()


def test_another_source_and_a_dry_run_need_not_wait(file, bring_in):
    file.write_bytes(jsonl(FIRST))
    with apart("jsonl there"):
        bring_in(file, dry_run=True)
        assert Comment.objects.count() == 0
        bring_in(file, source="elsewhere")
    assert Comment.objects.count() == 3
