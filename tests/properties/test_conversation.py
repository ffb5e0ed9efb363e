"""Whatever is done to a conversation, in whatever order: it equals a plain dictionary's."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from comments import actions
from comments.actions import Refused
from comments.models import Comment
from comments.people import Person
from comments.querysets import number_text, numbers_of
from comments.rules import MODERATION, Refusal, State, Verb
from comments.tallies import Counts, counts_of
from tests.cast import make_article, mod
from tests.comments.forest import GUEST, plant
from tests.comments.health import assert_healthy
from tests.properties.model import Forest

AUTHOR = Person(name="Gwen", guest=GUEST)
# What only an import brings about: replies beneath what never was published.
BEGINNINGS = ["a", "a held\n  b held\n    c held\n  d held", "a removed\n  b\n  c held\n    d held"]

somewhere = st.integers(0, 1_000)


class Conversation(RuleBasedStateMachine):
    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: str) -> None:
        self.article = make_article()
        self.moderator = mod()
        self.model = Forest()
        self.count = 0
        for comment in plant(self.article, beginning).values():
            self.model.add(comment.pk, comment.text, comment.parent_id, comment.state)
            self.model.said[comment.pk].removed_from = ["published"]
            self.model.said[comment.pk].ordinal = comment.ordinal

    def chosen(self, index: int) -> int:
        return list(self.model.said)[index % len(self.model.said)]

    def words(self) -> str:
        self.count += 1
        return f"words {self.count}"

    @rule(choice=st.sampled_from(["publish", "hold"]))
    def decide_how_comments_begin(self, choice: str) -> None:
        self.article.moderation = choice
        self.article.save()

    @rule()
    def post(self) -> None:
        self._say(None)

    @rule(index=somewhere)
    def reply(self, index: int) -> None:
        parent = self.chosen(index)
        if self.model.said[parent].state == State.PUBLISHED:
            self._say(parent)
        else:
            self._refused(
                Refusal.PARENT_GONE, actions.post, self.article, AUTHOR, "no", parent_id=parent
            )

    @rule(index=somewhere)
    def edit(self, index: int) -> None:
        own, text = self.chosen(index), self.words()
        revision = Comment.objects.get(pk=own).revision
        if self._is_there(own):
            actions.edit(own, AUTHOR, text, revision)
            self.model.said[own].text = text
        else:
            self._refused(Refusal.GONE, actions.edit, own, AUTHOR, text, revision)

    @rule(index=somewhere)
    def withdraw(self, index: int) -> None:
        own = self.chosen(index)
        if self._is_there(own):
            actions.withdraw(own, AUTHOR)
            self.model.said[own].state = State.WITHDRAWN
        else:
            self._refused(Refusal.GONE, actions.withdraw, own, AUTHOR)

    @precondition(lambda self: len(self.model.said) > 1)
    @rule(index=somewhere, verb=st.sampled_from(list(MODERATION)), branch=st.booleans())
    def moderate(self, index: int, verb: Verb, branch: bool) -> None:
        own = self.chosen(index)
        act = actions.moderate, verb, own, self.moderator
        if changed := self.model.affected(verb, own, branch=branch):
            act[0](*act[1:], branch=branch)
            self.model.moderate(verb, own, branch=branch)
            assert Comment.objects.get(pk=own).decisions.first().changes.count() == len(changed)
        else:
            self._refused(Refusal.NOTHING_TO_DO, *act, branch=branch)

    @rule(index=somewhere, place=st.none() | somewhere)
    def move(self, index: int, place: int | None) -> None:
        own, beneath = self.chosen(index), None if place is None else self.chosen(place)
        refusal = self.model.may_move(own, beneath)
        if refusal is None:
            size = len(self.model.branch(own))
            assert actions.move(own, self.moderator, beneath).move.size == size
            self.model.move(own, beneath)
        else:
            self._refused(refusal, actions.move, own, self.moderator, beneath)

    @invariant()
    def reads_as_it_should(self) -> None:
        comments = list(Comment.objects.under(self.article).in_reading_order())
        numbers = numbers_of([comment.pk for comment in comments])
        threads = {c.pk: c.ordinal or 0 for c in comments if c.parent_id is None}
        comments.sort(key=lambda comment: threads[comment.tree_id])
        stored = [
            (c.pk, number_text(numbers[c.pk]), c.text, c.state, c.visible)
            for c in comments
            if c.ordinal
        ]
        assert stored == self.model.outline()
        unnumbered = {c.pk: (c.text, c.state) for c in comments if not c.ordinal}
        assert unnumbered == self.model.unnumbered()

    @invariant()
    def counts_as_it_should(self) -> None:
        sizes = dict(Comment.objects.under(self.article).threads().values_list("pk", "thread_size"))
        assert sizes == {own: self.model.published(own) for own in self.model.threads}
        counts = counts_of([self.article.pk]).get(self.article.pk, Counts())
        assert counts.published == sum(sizes.values())

    @invariant()
    def is_healthy(self) -> None:
        assert_healthy(self.article)

    def _say(self, parent: int | None) -> None:
        text = self.words()
        comment = actions.post(self.article, AUTHOR, text, parent_id=parent).comment
        state = State.HELD if self.article.moderation == "hold" else State.PUBLISHED
        self.model.add(comment.pk, text, parent, state)

    def _is_there(self, own: int) -> bool:
        return self.model.said[own].state in {State.PUBLISHED, State.HELD}

    def _refused(self, refusal, act, *args, **options) -> None:
        with pytest.raises(Refused) as caught:
            act(*args, **options)
        assert caught.value.refusal == refusal


@pytest.mark.django_db
def test_a_conversation_equals_its_model():
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
@pytest.mark.django_db
def test_many_conversations_equal_their_models():
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=300,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
