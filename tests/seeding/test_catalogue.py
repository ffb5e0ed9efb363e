from collections import Counter

import pytest

from comments.exchange.document import cite
from comments.exchange.text import parse
from comments.rules import NAME_LENGTH, TEXT_LENGTH, State
from comments.seeding.catalogue import LONG, catalogue
from comments.seeding.phrases import WORDS
from comments.seeding.plan import SeedArticle


@pytest.fixture(scope="module")
def plans() -> dict[str, SeedArticle]:
    return {plan.slug: plan for plan in catalogue()}


def test_there_is_an_article_of_every_kind(plans):
    assert {slug: len(plan.comments) for slug, plan in plans.items()} == {
        "reading-room": 0,
        "footbridge": 27,
        "tide-table": 24,
        "church-clock": len(plans["church-clock"].comments),
        "picture-house": LONG,
        "market-signs": 25,
        "seed-swap": 7,
        "spring-walk": 0,
    }
    assert [slug for slug, plan in plans.items() if plan.published_days_ago is None] == [
        "spring-walk"
    ]


def test_the_same_random_seed_gives_the_same_words():
    assert catalogue(3) == catalogue(3)
    assert catalogue(3) != catalogue(4)


def test_every_comment_could_have_been_typed(plans):
    for plan in plans.values():
        for comment in plan.comments:
            assert 0 < len(comment.name) <= NAME_LENGTH
            assert 0 < len(comment.text) <= TEXT_LENGTH
            assert comment.text == comment.text.strip()
            assert "{" not in comment.name


def test_the_document_has_nineteen_threads_seven_replies_and_a_list_that_starts_again():
    parsed = parse((WORDS / "footbridge.txt").read_bytes())
    assert (parsed.threads, parsed.replies, parsed.depth) == (19, 7, 2)
    assert [str(notice) for notice in parsed.notices] == [
        "line 80: the list under 11 starts again at 1; kept as 11.2"
    ]
    names = Counter(comment.name for comment in parsed.comments)
    assert (len(names), names.most_common(1)) == (15, [("Wilf Tranter", 7)])
    assert [cite(c.number) for c in parsed.comments if "🙂" in c.text] == ["17.1"]


def test_a_removed_comment_stands_where_the_list_starts_again(plans):
    comments = plans["footbridge"].comments
    gap = next(at for at, comment in enumerate(comments) if comment.state == State.REMOVED)
    around = [(comment.name, comment.depth) for comment in comments[gap - 2 : gap + 2]]
    assert around == [("Marian Stobbs", 1), *[("Wilf Tranter", 2)] * 3]


def test_one_conversation_goes_more_than_sixty_deep(plans):
    comments = plans["church-clock"].comments
    assert [comment.depth for comment in comments[:68]] == list(range(1, 69))
    assert len(comments) > 80


def test_some_comments_of_the_tide_table_are_not_simply_published(plans):
    states = Counter(comment.state.value for comment in plans["tide-table"].comments)
    assert states == {"published": 19, "withdrawn": 2, "removed": 1, "held": 1, "spam": 1}
    assert sum(bool(comment.earlier) for comment in plans["tide-table"].comments) == 3


def test_no_two_threads_of_the_long_conversation_begin_alike(plans):
    texts = Counter(c.text for c in plans["picture-house"].comments if c.depth == 1)
    assert max(texts.values()) <= 2
