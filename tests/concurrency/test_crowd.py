"""A few seconds of everything at once: nothing lost, nothing doubled, nothing broken."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, StateChange
from comments.people import Person
from comments.rules import MODERATION, Refusal
from comments.tree.repair import repair
from tests.cast import guest, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import for_seconds, together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

WRITERS = 10
SECONDS = 3.5
VERBS = list(MODERATION)


@dataclass
class Writer:
    """Somebody in the crowd, and what they were told."""

    articles: list[Any]
    moderator: Any
    random: Random
    said: list[tuple[Any, int]]  # by all of them: article and id
    person: Person = field(default_factory=guest)
    words: dict[int, list[str]] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    refusals: Counter[Refusal] = field(default_factory=Counter)
    keys: dict[UUID, tuple[Any, str, int | None, int]] = field(default_factory=dict)

    def act(self) -> None:
        deed = self.random.choices(
            [
                *(self.post, self.reply, self.repeat, self.edit, self.withdraw),
                *(self.moderate, self.move),
            ],
            [2, 6, 1, 2, 1, 5, 4],
        )[0]
        try:
            deed()
        except Refused as refused:
            self.refusals[refused.refusal] += 1

    def post(self) -> None:
        self.add(self.random.choice(self.articles), None)

    def reply(self) -> None:
        # Half of them to the newest, so that chains grow and room is made.
        recent = self.said[-10:] if self.random.random() < 0.5 else self.said
        self.add(*self.random.choice(recent))

    def add(self, article: Any, parent_id: int | None) -> None:
        text, key = str(uuid4()), uuid4()
        try:
            posted = actions.post(article, self.person, text, parent_id=parent_id, submission=key)
        except Refused:
            self.refused.append(text)
            raise
        assert not posted.repeated
        self.keys[key] = (article, text, parent_id, posted.comment.pk)
        self.words[posted.comment.pk] = [text]
        self.revisions[posted.comment.pk] = 1
        self.said.append((article, posted.comment.pk))

    def repeat(self) -> None:
        if self.keys:
            key = self.random.choice(list(self.keys))
            article, text, parent_id, comment_id = self.keys[key]
            again = actions.post(article, self.person, text, parent_id=parent_id, submission=key)
            assert (again.comment.pk, again.repeated) == (comment_id, True)

    def edit(self) -> None:
        if self.words:
            comment_id, text = self.random.choice(list(self.words)), str(uuid4())
            actions.edit(comment_id, self.person, text, self.revisions[comment_id])
            self.words[comment_id].append(text)
            self.revisions[comment_id] += 1

    def withdraw(self) -> None:
        if self.words:
            actions.withdraw(self.random.choice(list(self.words)), self.person)

    def moderate(self) -> None:
        (_article, chosen), verb = self.random.choice(self.said), self.random.choice(VERBS)
        branch = self.random.random() < 0.3
        actions.moderate(verb, chosen, self.moderator, branch=branch)

    def move(self) -> None:
        article, chosen = self.random.choice(self.said)
        targets = [own for under, own in self.said if under == article]
        target = None if self.random.random() < 0.2 else self.random.choice(targets)
        actions.move(chosen, self.moderator, target)


@pytest.fixture
def writers():
    articles = [make_article(title=str(index)) for index in range(2)]
    said = [(article, say(article, "Ada", "a").pk) for article in articles for _ in range(3)]
    moderator = mod()
    return [Writer(articles, moderator, Random(index), said) for index in range(WRITERS)]


def test_a_crowd_leaves_everything_whole(writers):
    done = together(WRITERS, lambda index: for_seconds(SECONDS, writers[index].act))
    assert min(done) > 0
    assert_healthy()
    assert_all_words_kept(writers)
    assert_histories_lead_to_the_states()


def test_a_repair_in_the_midst_of_a_crowd(writers):
    def act(index):
        if index < WRITERS - 1:
            return for_seconds(SECONDS / 2, writers[index].act)
        return for_seconds(SECONDS / 2, break_and_repair)

    together(WRITERS, act)
    repair()
    assert_healthy()
    assert_all_words_kept(writers)
    assert_histories_lead_to_the_states()


def break_and_repair():
    newest = Comment.objects.order_by("-pk").first()
    Comment.objects.filter(pk=newest.pk).update(thread_size=7)
    _before, after = repair()
    assert [finding for finding in after if finding.broken] == []


def assert_all_words_kept(writers):
    """What was acknowledged is there once, with all its texts; what was refused is not."""
    acknowledged = {own: texts for writer in writers for own, texts in writer.words.items()}
    stored = {
        comment.pk: [*reversed([r.text for r in comment.revisions.all()]), comment.text]
        for comment in Comment.objects.exclude(text="a").prefetch_related("revisions")
    }
    assert stored == acknowledged
    refused = [text for writer in writers for text in writer.refused]
    assert not Comment.objects.filter(text__in=refused).exists()


def assert_histories_lead_to_the_states():
    """Each comment began as published, and each step of its history begins where the last ended."""
    reached = dict.fromkeys(Comment.objects.values_list("pk", flat=True), "published")
    for change in StateChange.objects.order_by("id"):
        assert change.before == reached[change.comment_id]
        reached[change.comment_id] = change.after
        assert (change.decision_id is None) == (change.after == "withdrawn")
    assert reached == dict(Comment.objects.values_list("pk", "state"))
