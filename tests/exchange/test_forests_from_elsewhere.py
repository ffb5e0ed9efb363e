"""Whatever somebody's threads look like, they come out of any format as they went in."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments.models import Comment, LedgerRow
from tests.comments.health import assert_healthy
from tests.exchange.elsewhere import There
from tests.exchange.writers import STATES, WRITERS

pytestmark = pytest.mark.django_db

WORDS = st.text(
    st.sampled_from("ab <>&*_`[]()#>-+.1\\~|!:;\"'\nяש🙂{}=@/") | st.characters(codec="utf-8"),
    min_size=1,
    max_size=60,
).map(lambda text: "w" + text + "w")


@st.composite
def forests(draw, states):
    """Comments by articles; one answers an earlier one of its article, in any order in the file."""
    made: list[There] = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        article = draw(st.integers(1, 3))
        before = [one.id for one in made if one.article == article]
        answers = draw(st.sampled_from([0, *before]))
        state = draw(st.sampled_from(states))
        made.append(There(number, article, answers, words=draw(WORDS), state=state))
    return draw(st.permutations(made))


def plain(words: str) -> str:
    """Words as they are read: the same but for blanks, and what no file can say."""
    kept = (c for c in words if c >= " " or c in "\n\t\r")
    return " ".join("".join(kept).split())


def shown(html: str) -> str:
    from bs4 import BeautifulSoup

    for tag in ("br", "p", "li"):
        html = html.replace(f"<{tag}>", f" <{tag}>")
    return plain(BeautifulSoup(html, "html.parser").get_text())


def tree_here() -> set[tuple[str, str, str, str]]:
    """Each comment's id there, that of its parent, its state and its article."""
    rows = LedgerRow.objects.filter(kind="comment").values_list("comment_id", "source_id")
    known = {pk: _own(key) for pk, key in rows}
    return {
        (known[c.pk], known.get(c.parent_id or 0, "0"), c.state, c.article.title)
        for c in Comment.objects.select_related("article")
    }


def _own(key: str) -> str:
    """Some programs tell ids of comments apart only within a thread."""
    return key.rpartition("/")[2]


def tree_there(comments) -> set[tuple[str, str, str, str]]:
    return {(str(c.id), str(c.answers), c.state, f"Article {c.article}") for c in comments}


@pytest.mark.parametrize("name", list(WRITERS))
def test_any_forest_comes_in_as_it_was(name, tmp_path, bring_in):
    @settings(
        max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(forests(STATES[name]))
    def try_one(comments):
        file = tmp_path / f"forest.{name}"
        file.write_bytes(WRITERS[name](comments))
        with transaction.atomic():
            dry = bring_in(file, dry_run=True)
            assert (Comment.objects.count(), LedgerRow.objects.count()) == (0, 0)
            assert bring_in(file) == dry
            assert tree_here() == tree_there(comments)
            assert_healthy()
            before = list(Comment.objects.order_by("pk").values())
            bring_in(file)
            assert list(Comment.objects.order_by("pk").values()) == before
            assert_siblings_by_age()
            assert_words(comments)
            transaction.set_rollback(True)

    try_one()


def assert_siblings_by_age():
    for parent in {None, *Comment.objects.values_list("parent_id", flat=True)}:
        for article in Article.objects.all():
            of_list = Comment.objects.filter(
                parent_id=parent, article=article, ordinal__isnull=False
            )
            times = list(of_list.order_by("ordinal").values_list("created_at", flat=True))
            assert times == sorted(times)


def assert_words(comments):
    rows = LedgerRow.objects.filter(kind="comment").values_list("source_id", "comment__html")
    html = {_own(key): fragment for key, fragment in rows}
    for one in comments:
        assert shown(html[str(one.id)]) == plain(one.words)


@pytest.mark.parametrize("name", list(WRITERS))
def test_a_longer_export_adds_what_is_new(name, tmp_path, bring_in):
    """A part of it first, then all of it: the same threads as all of it at once."""
    rng = random.Random(5)
    comments = [
        There(n, 1, rng.choice([0, *range(1, n)]), words=f"w{n}", state=rng.choice(STATES[name]))
        for n in range(1, 40)
    ]
    file = tmp_path / f"growing.{name}"
    for count in (10, 25, 39):
        file.write_bytes(WRITERS[name](rng.sample(comments[:count], count)))
        bring_in(file)
        assert_healthy()
    assert tree_here() == tree_there(comments)
