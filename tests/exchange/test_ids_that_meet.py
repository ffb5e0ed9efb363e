"""Comments with the same id stay what they were, in whatever order a later export has them."""

from dataclasses import replace
from random import Random

import pytest
from django.core.management import CommandError
from django.db import transaction

from comments import actions
from comments.dossier.whom import Whom
from comments.models import Comment, LedgerRow, Pingback
from comments.persons.keys import Key, guest_person
from tests.comments.health import assert_healthy
from tests.exchange.drawing import counts, settled
from tests.exchange.elsewhere import There, jsonl, wxr
from tests.exchange.test_stopped_imports import as_it_is

pytestmark = pytest.mark.django_db

ONE, TWO = There(1, 1, words="Under one."), There(1, 2, words="Under two.", minute=5)
SIX = [replace(ONE, article=n % 2 + 1, words=f"Said {n}.") for n in range(6)]


@pytest.fixture
def bring(bring_in, tmp_path):
    def bring(*comments, writer=jsonl):
        file = tmp_path / "export"
        file.write_bytes(writer(list(comments)))
        return bring_in(file)

    return bring


def standing() -> list[tuple[str, int, str]]:
    rows = Comment.objects.order_by("article__title", "tree_id", "lft")
    return list(rows.values_list("article__title", "level", "text"))


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Comment, LedgerRow)]


def test_each_keeps_its_words_in_another_order(bring):
    bring(ONE, TWO)
    before = everything()
    for again in ([TWO, ONE], [TWO], [ONE], [ONE, TWO]):
        assert counts(bring(*again))["comments"] == [0, 0, len(again), 0, 0, len(again)]
    assert everything() == before


def test_so_do_those_of_one_article_and_those_said_twice(bring):
    many = [*SIX, SIX[0], SIX[3]]
    bring(*many)
    before = everything()
    for seed in range(3):
        bring(*Random(seed).sample(many, len(many)))
    assert everything() == before


def test_other_words_reach_the_one_that_was_changed(bring):
    bring(ONE, TWO)
    bring(replace(TWO, words="Better."), ONE)
    assert standing() == [("Article 1", 0, "Under one."), ("Article 2", 0, "Better.")]


def test_a_later_one_under_another_article_is_another(bring):
    bring(ONE, There(2, 1), There(3, 1))
    report = bring(TWO, There(2, 1))
    assert counts(report)["comments"] == [1, 0, 1, 0, 0, 2]
    assert standing()[::3] == [("Article 1", 0, "Under one."), ("Article 2", 0, "Under two.")]
    assert settled("jsonl there") == ["comment 1#2 created: id taken"]


def test_one_that_was_moved_there_as_it_is_stays_one(bring):
    bring(ONE, There(2, 2))
    before = standing()
    bring(replace(ONE, article=2), There(2, 2))
    assert standing() == before


def test_what_was_erased_comes_back_under_no_article(bring):
    bring(ONE, There(2, 2))
    Comment.objects.filter(text="Under one.").update(guest="0" * 32)
    actions.erase(Whom((Key.read(guest_person("0" * 32)),)), words=True)
    bring(replace(ONE, article=2), There(2, 2))
    assert standing() == [("Article 1", 0, ""), ("Article 2", 0, "Words.")]


def test_a_reply_finds_the_missing_parent_of_its_own_article(bring):
    bring(There(1, 1, 77), There(2, 2, 77))
    bring(There(3, 2, 77, words="Late."))
    assert standing() == [
        ("Article 1", 0, ""),
        ("Article 1", 1, "Words."),
        ("Article 2", 0, ""),
        ("Article 2", 1, "Words."),
        ("Article 2", 1, "Late."),
    ]
    assert_healthy()


def test_a_missing_parent_is_filled_under_its_own_article(bring):
    bring(There(1, 1, 77), There(2, 2, 77))
    bring(There(1, 1, 77), There(2, 2, 77), There(77, 2, words="Found."))
    assert [text for *_, text in standing()] == ["", "Words.", "Found.", "Words."]


def test_a_place_is_kept_where_no_other_import_kept_one(bring):
    bring(There(1, 1, 77))
    for late in (There(2, 2, 77), There(3, 3, 77)):
        bring(late)
    assert [(title, level) for title, level, _ in standing()] == [
        (f"Article {article}", level) for article in (1, 2, 3) for level in (0, 1)
    ]


def pings(comments: list[There]) -> bytes:
    kind = b"<wp:comment_type>pingback</wp:comment_type></wp:comment>"
    return wxr(comments).replace(b"</wp:comment>", kind)


def test_pingbacks_keep_their_words_too(bring):
    bring(ONE, TWO, writer=pings)
    before = list(Pingback.objects.order_by("pk").values())
    bring(TWO, writer=pings)
    assert list(Pingback.objects.order_by("pk").values()) == before


def test_comments_of_another_site_are_refused_under_other_articles_too(bring):
    bring(*(There(n, 1, minute=n) for n in range(1, 5)))
    with pytest.raises(CommandError, match="4 of 4 comments"):
        bring(*(There(n, 2, minute=90 + n) for n in range(1, 5)))


@pytest.mark.parametrize("portions", range(1, 6))
def test_an_import_that_was_stopped_tells_them_apart(bring, stop_after, portions):
    many = [replace(one, id=key, answers=77 * (key > 4)) for key in range(1, 6) for one in SIX]
    bring(*SIX[:2], *many[8:10])
    later = Random(1).sample(many, len(many))
    with transaction.atomic():
        whole = bring(*later), standing(), as_it_is()
        transaction.set_rollback(True)
    stop_after(portions)
    with pytest.raises(CommandError, match="Stopped"):
        bring(*later)
    stop_after(1_000)
    assert (bring(*later), standing(), as_it_is()) == whole
    assert_healthy()
