"""Moves that meet other moves, replies and decisions."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection

from comments import actions, locking
from comments.actions import Refused
from comments.models import Comment, Move
from comments.rules import Refusal, Verb
from tests.cast import converse, guest, make_article, mod, say
from tests.comments.forest import again
from tests.comments.health import assert_healthy, counted
from tests.concurrency.crowd import for_seconds, together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PEOPLE = 12
THREADS = """
Ada: a
  Ben: b
    Cem: c
  Dee: d
Eve: e
  Flo: f
    Gus: g
  Hal: h
"""


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def words(article):
    return {comment.text: comment for comment in converse(article, THREADS)}


def told(act, *args, **options):
    """What an action gave, or why it refused."""
    try:
        return act(*args, **options)
    except Refused as refused:
        return refused.refusal


def test_two_threads_into_each_other(words):
    moderator, pair = mod(), [("a", "f"), ("e", "b")] * (PEOPLE // 2)
    answers = together(
        PEOPLE,
        lambda i: told(actions.move, words[pair[i][0]].pk, moderator, words[pair[i][1]].pk),
    )
    moved = Move.objects.get()
    rest = Counter(answer for answer in answers if isinstance(answer, Refusal))
    half = PEOPLE // 2
    assert rest == {Refusal.SAME_PLACE: half - 1, Refusal.INTO_ITSELF: half}
    assert moved.decision in answers
    assert_healthy()


@pytest.mark.parametrize("targets", ["aebf", [None, *"aecf"]], ids=["two threads", "many threads"])
def test_branches_to_and_fro(targets, article, words):
    """Each mover locks the threads of both places; none may wait for one who waits for him."""
    moderator = mod()

    def act(index):
        random = Random(index)

        def one():
            target = random.choice(targets)
            parent_id = target and words[target].pk
            told(actions.move, words[random.choice("bcdfgh")].pk, moderator, parent_id)

        return for_seconds(2, one)

    assert min(together(PEOPLE, act)) > 0
    assert Move.objects.count() > PEOPLE
    assert counted(article)["published"] == 8
    assert_healthy()


def test_replies_follow_the_branch_that_moves(words):
    moderator, b, h = mod(), words["b"], words["h"]

    def attempt(index):
        if index % 4 == 0:
            return told(actions.move, b.pk, moderator, [h.pk, None, words["a"].pk][index // 4])
        parent = words["bc"[index % 2]]
        return actions.post(b.article, guest(), str(index), parent_id=parent.pk).comment

    answers = together(PEOPLE, attempt)
    replies = [answer for answer in answers if isinstance(answer, Comment)]
    b, c = again({"b": b, "c": words["c"]}).values()
    stored = Comment.objects.in_bulk([reply.pk for reply in replies])
    assert Counter(reply.parent_id for reply in stored.values()) == {b.pk: 3, c.pk: 6}
    assert {reply.tree_id for reply in stored.values()} == {b.tree_id}
    assert_healthy()


def test_moderators_decide_about_what_others_move(words):
    moderator = mod()

    def attempt(index):
        if index % 2:
            target = words["efgh"[index % 4]].pk
            return told(actions.move, words["bd"[index % 4 // 2]].pk, moderator, target)
        verb = [Verb.HOLD, Verb.PUBLISH, Verb.REMOVE, Verb.RESTORE][index // 2 % 4]
        return told(actions.moderate, verb, words["ab"[index // 6]].pk, moderator, branch=True)

    together(PEOPLE, attempt)
    assert_healthy()


def test_of_many_who_saw_the_same_place_one_moves(words):
    moderator, targets = mod(), [words[word].pk for word in "acdefgh"] + [None]
    answers = together(
        len(targets) - 1,
        lambda i: told(actions.move, words["b"].pk, moderator, targets[i + 1], last_move=0),
    )
    refused = Counter(answer for answer in answers if isinstance(answer, Refusal))
    assert Move.objects.count() == 1
    assert set(refused) <= {Refusal.MOVED_MEANWHILE, Refusal.INTO_ITSELF}
    assert refused.total() == len(answers) - 1
    assert_healthy()


def test_a_reply_to_what_moves_meanwhile_finds_its_new_thread(words, monkeypatch):
    b, h, moderator, stores = words["b"], words["h"], mod(), []

    def store_late(*facts, store=actions.posting.store):
        stores.append(facts)
        if len(stores) == 1:
            _move_elsewhere(b.pk, moderator, h.pk)
        return store(*facts)

    monkeypatch.setattr(actions.posting, "store", store_late)
    reply = say(b.article, "Ivo", "reply", b)
    assert (len(stores), reply.tree_id, reply.level) == (2, words["e"].pk, 3)
    assert_healthy()


@pytest.mark.parametrize("act", ["edit", "withdraw", "moderate", "move"])
def test_what_is_moved_just_before_its_lock_is_found_in_its_new_thread(act, words, monkeypatch):
    author, moderator = guest(), mod()
    first = words["a"]
    mine = say(first.article, author, "mine", first)
    act_on = {
        "edit": lambda: actions.edit(mine.pk, author, "edited", 1),
        "withdraw": lambda: actions.withdraw(mine.pk, author),
        "moderate": lambda: actions.moderate(Verb.HOLD, mine.pk, moderator),
        "move": lambda: actions.move(mine.pk, moderator, words["h"].pk),
    }[act]
    locks = []

    def lock_late(tree_ids, lock=locking.lock_threads):
        locks.append(set(tree_ids))
        if len(locks) == 1:
            _move_elsewhere(mine.pk, moderator, words["g"].pk)
        return lock(locks[-1])

    monkeypatch.setattr(locking, "lock_threads", lock_late)
    act_on()
    old, new = words["a"].pk, words["e"].pk
    # The mover's own lock is the second.
    assert locks == [{old, new} if act == "move" else {old}, {old, new}, {new}]
    assert_healthy()


def _move_elsewhere(own, moderator, target):
    """At once, by somebody else."""

    def move():
        actions.move(own, moderator, target)
        connection.close()

    with ThreadPoolExecutor() as pool:
        pool.submit(move).result()
