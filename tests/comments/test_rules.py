"""The rules alone, on plain objects: no database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from comments import rules
from comments.people import Person
from comments.rules import EDIT_WINDOW, MODERATION, Refusal, State, Verb
from comments.wording import REFUSALS

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
BOB = Person(name="bob", user_id=2)
GWEN = Person(name="Gwen", guest=uuid4())


@dataclass
class Talk:
    comments: str = "open"
    moderation: str = "publish"
    public: bool = True
    closes_at: datetime | None = None

    def is_public(self, now: datetime) -> bool:
        return self.public

    def comments_close_at(self) -> datetime | None:
        return self.closes_at


@dataclass
class Said:
    state: str = "published"
    level: int = 0
    created_at: datetime = NOW
    author_id: int | None = None
    guest: UUID | None = None


@dataclass
class Stands:
    """By default a reply to 1 in thread 1 of article 7."""

    id: int = 5
    article_id: int = 7
    parent_id: int | None = 1
    tree_id: int = 1
    lft: int = 10
    rght: int = 19
    level: int = 1
    visible: bool = True


@pytest.mark.parametrize(
    ("article", "refusal"),
    [
        (Talk(), None),
        (Talk(public=False), Refusal.ARTICLE_GONE),
        (Talk(comments="closed"), Refusal.CLOSED),
        (Talk(closes_at=NOW), Refusal.CLOSED),
        (Talk(closes_at=NOW + timedelta(seconds=1)), None),
        (Talk(public=False, comments="closed"), Refusal.ARTICLE_GONE),
    ],
)
def test_who_may_post_may_also_reply(article, refusal):
    assert rules.may_post(article, NOW) == refusal
    assert rules.may_reply(article, Said(), NOW) == refusal


@pytest.mark.parametrize(
    ("parent", "refusal"),
    [
        (Said(), None),
        (Said(state="held"), Refusal.PARENT_GONE),
        (Said(state="spam"), Refusal.PARENT_GONE),
        (Said(state="removed"), Refusal.PARENT_GONE),
        (Said(state="withdrawn"), Refusal.PARENT_GONE),
        (Said(level=rules.DEEPEST_LEVEL - 1), None),
        (Said(level=rules.DEEPEST_LEVEL), Refusal.TOO_DEEP),
    ],
)
def test_what_may_be_answered(parent, refusal):
    assert rules.may_reply(Talk(), parent, NOW) == refusal


@pytest.mark.parametrize(
    ("comment", "person", "age", "refusal"),
    [
        (Said(author_id=2), BOB, timedelta(0), None),
        (Said(guest=GWEN.guest), GWEN, timedelta(0), None),
        (Said(author_id=2, state="held"), BOB, timedelta(0), None),
        (Said(author_id=2), BOB, EDIT_WINDOW - timedelta(seconds=1), None),
        (Said(author_id=2), BOB, EDIT_WINDOW, Refusal.TOO_LATE),
        (Said(author_id=2), GWEN, timedelta(0), Refusal.NOT_YOURS),
        (Said(author_id=2), Person(), timedelta(0), Refusal.NOT_YOURS),
        (Said(), Person(), timedelta(0), Refusal.NOT_YOURS),
        (Said(author_id=2, state="spam"), BOB, timedelta(0), Refusal.GONE),
        (Said(author_id=2, state="removed"), BOB, timedelta(0), Refusal.GONE),
        (Said(author_id=2, state="withdrawn"), BOB, timedelta(0), Refusal.GONE),
    ],
)
def test_who_may_edit(comment, person, age, refusal):
    assert rules.may_edit(comment, person, NOW + age) == refusal


def test_one_may_withdraw_at_any_age():
    assert rules.may_withdraw(Said(author_id=2, created_at=NOW - timedelta(9999)), BOB) is None


DEEP = rules.DEEPEST_LEVEL - 3


@pytest.mark.parametrize(
    ("comment", "target", "refusal"),
    [
        (Stands(), None, None),
        (Stands(id=1, parent_id=None), None, Refusal.SAME_PLACE),
        (Stands(), Stands(id=1, lft=1, rght=90), Refusal.SAME_PLACE),
        (Stands(), Stands(), Refusal.INTO_ITSELF),
        (Stands(), Stands(id=6, lft=11, rght=12), Refusal.INTO_ITSELF),
        (Stands(), Stands(id=6, lft=20, rght=29), None),
        (Stands(), Stands(id=6, lft=2, rght=9), None),
        (Stands(), Stands(id=6, tree_id=2, lft=11, rght=12), None),
        (Stands(), Stands(id=6, tree_id=2, article_id=8), Refusal.TARGET_ELSEWHERE),
        (Stands(), Stands(id=6, tree_id=2, visible=False), Refusal.TARGET_HIDDEN),
        (Stands(visible=False), Stands(id=6, tree_id=2), None),
        (Stands(), Stands(id=6, tree_id=2, level=DEEP), None),
        (Stands(), Stands(id=6, tree_id=2, level=DEEP + 1), Refusal.BRANCH_TOO_DEEP),
    ],
)
def test_where_a_branch_of_three_levels_may_go(comment, target, refusal):
    assert rules.may_move(comment, target, height=2) == refusal


def test_every_refusal_says_something():
    assert set(REFUSALS) == set(Refusal)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("published", [Verb.HOLD, Verb.SPAM, Verb.REMOVE]),
        ("held", [Verb.PUBLISH, Verb.SPAM, Verb.REMOVE]),
        ("spam", [Verb.PUBLISH, Verb.HOLD, Verb.REMOVE]),
        ("removed", [Verb.RESTORE]),
        ("withdrawn", []),
    ],
)
def test_what_a_moderator_may_do(state, verbs):
    assert rules.verbs_for(state) == verbs


def test_no_verb_leads_to_where_it_comes_from():
    assert [v for v, sources in MODERATION.items() if rules.RESULT.get(v) in sources] == []


def test_articles_decide_how_comments_begin():
    states = [rules.first_state(Talk(moderation=choice)) for choice in ("publish", "hold")]
    assert states == [State.PUBLISHED, State.HELD]
