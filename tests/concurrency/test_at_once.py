"""One moment, many people, one place."""

from collections import Counter
from uuid import uuid4

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Conversation, Decision, StateChange
from comments.rules import Refusal, Verb
from comments.seen import seen_of
from tests.cast import alice, guest, make_article, mod, say
from tests.comments.health import assert_healthy, counted
from tests.concurrency.crowd import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PEOPLE = 16


@pytest.fixture
def article():
    return make_article()


def test_the_first_posts_of_an_article(article):
    posted = together(PEOPLE, lambda index: actions.post(article, guest(), str(index)).comment)
    assert sorted(comment.ordinal for comment in posted) == list(range(1, PEOPLE + 1))
    assert Conversation.objects.get().threads_numbered == PEOPLE
    assert counted(article)["published"] == PEOPLE
    assert_healthy()


def test_replies_to_one_comment(article):
    first = say(article, "Ada", "a")
    reply = lambda index: actions.post(article, guest(), str(index), parent_id=first.pk).comment  # noqa: E731
    replies = together(PEOPLE, reply)
    in_order = Comment.objects.filter(parent=first).in_reading_order()
    assert [comment.ordinal for comment in in_order] == list(range(1, PEOPLE + 1))
    assert set(in_order) == set(replies)
    assert counted(article)["threads"] == {"a": PEOPLE + 1}
    assert_healthy()


@pytest.mark.parametrize("beneath", [False, True], ids=["post", "reply"])
def test_one_form_sent_twenty_times(beneath, article):
    key, author = uuid4(), guest()
    parent_id = say(article, "Ada", "a").pk if beneath else None
    posted = together(
        20, lambda _: actions.post(article, author, "b", parent_id=parent_id, submission=key)
    )
    assert len({answer.comment.pk for answer in posted}) == 1
    assert sorted(answer.repeated for answer in posted) == [False] + [True] * 19
    assert Comment.objects.filter(text="b").count() == 1
    assert_healthy()


def test_one_form_with_different_words(article):
    key, author = uuid4(), guest()

    def attempt(index):
        try:
            return None, actions.post(article, author, str(index), submission=key).comment
        except Refused as refused:
            return refused.refusal, refused.comment

    answers = Counter(together(PEOPLE, attempt))
    first = Comment.objects.get()
    assert answers == {(None, first): 1, (Refusal.ALREADY_POSTED, first): PEOPLE - 1}
    assert_healthy()


def test_two_tabs_edit_one_comment(article):
    author = guest()
    comment = say(article, author, "a")

    def attempt(index):
        try:
            return actions.edit(comment.pk, author, str(index), 1).text
        except Refused as refused:
            return refused.refusal

    answers = Counter(together(PEOPLE, attempt))
    comment.refresh_from_db()
    assert answers == {comment.text: 1, Refusal.EDITED_MEANWHILE: PEOPLE - 1}
    assert comment.revision == 2
    assert list(comment.revisions.values_list("text", flat=True)) == ["a"]


def test_many_moderators_remove_one_comment(article):
    comment, moderator = say(article, "Ada", "a"), mod()

    def attempt(_index):
        try:
            return actions.moderate(Verb.REMOVE, comment.pk, moderator)
        except Refused as refused:
            return refused.refusal

    answers = together(PEOPLE, attempt)
    assert answers.count(Refusal.NOTHING_TO_DO) == PEOPLE - 1
    assert (Decision.objects.count(), StateChange.objects.count()) == (1, 1)
    assert_healthy()


def test_replies_race_with_the_removal_of_their_branch(article):
    first, moderator = say(article, "Ada", "a"), mod()

    def attempt(index):
        if index == PEOPLE // 2:
            return actions.moderate(Verb.REMOVE, first.pk, moderator, branch=True)
        try:
            return actions.post(article, guest(), str(index), parent_id=first.pk).comment
        except Refused as refused:
            return refused.refusal

    answers = together(PEOPLE, attempt)
    replied = [answer for answer in answers if isinstance(answer, Comment)]
    refused = [answer for answer in answers if answer == Refusal.PARENT_GONE]
    assert len(replied) + len(refused) == PEOPLE - 1
    assert set(Comment.objects.values_list("state", flat=True)) == {"removed"}
    assert Comment.objects.count() == 1 + len(replied)
    assert_healthy()


def test_held_threads_are_published_at_once(article):
    make = lambda index: say(held, "Ada", str(index))  # noqa: E731
    held = make_article(title="The ferry", moderation="hold")
    comments, moderator = [make(index) for index in range(PEOPLE)], mod()
    together(PEOPLE, lambda index: actions.moderate(Verb.PUBLISH, comments[index].pk, moderator))
    numbers = Comment.objects.under(held).values_list("ordinal", flat=True)
    assert sorted(numbers) == list(range(1, PEOPLE + 1))
    assert_healthy()


def test_moderators_who_have_seen_the_same_decide_once(article):
    comment = say(article, "Ada", "a")
    seen, moderators = seen_of([comment.pk])[comment.pk], [mod(), alice()]

    def decide(index):
        try:
            verb = (Verb.HOLD, Verb.SPAM, Verb.REMOVE)[index % 3]
            return actions.moderate(verb, comment.pk, moderators[index % 2], "Because", seen=seen)
        except Refused as refused:
            return refused.refusal

    decided = Counter(map(type, together(PEOPLE, decide)))
    assert decided == {Decision: 1, Refusal: PEOPLE - 1}
    assert (Decision.objects.count(), StateChange.objects.count()) == (1, 1)
    assert_healthy()
