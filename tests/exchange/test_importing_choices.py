"""What of an export is taken, and under which articles it comes to stand."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments import actions
from comments.models import Comment, LedgerRow
from comments.rules import Verb
from tests.cast import bob, make_article, mod, person, say
from tests.comments.health import assert_healthy
from tests.exchange.elsewhere import There, disqus, jsonl, wxr

pytestmark = pytest.mark.django_db

THREE = [There(1, 1), There(2, 1, 1), There(3, 2)]


@pytest.fixture
def export(tmp_path: Path):
    def write(comments, writer=wxr, name="export") -> Path:
        file = tmp_path / name
        file.write_bytes(writer(comments))
        return file

    return write


def under(article: Article) -> list[str]:
    rows = LedgerRow.objects.filter(kind="comment", comment__article=article)
    return sorted(rows.values_list("source_id", flat=True))


def test_articles_that_are_here_by_their_slug_get_their_comments(bring_in, export):
    here = make_article(slug="article-1")
    bring_in(export(THREE))
    assert (under(here), Article.objects.count()) == (["1", "2"], 2)


def test_what_is_not_here_can_be_left_out(bring_in, export):
    here = make_article(slug="article-1")
    report = bring_in(export(THREE), articles="match")
    assert (under(here), Comment.objects.count(), Article.objects.count()) == (["1", "2"], 2, 1)
    assert "1 comment skipped: its article is skipped" in report
    assert "1 article skipped: is none of ours" in report


def test_a_map_names_articles(bring_in, export, tmp_path):
    here = make_article(slug="here")
    chart = tmp_path / "map.csv"
    chart.write_text("http://www.there.example/2?utm_source=x,here\n")
    bring_in(export(THREE), map=chart)
    assert under(here) == ["3"]


def test_a_map_that_names_nothing_is_refused_with_its_line(bring_in, export, tmp_path):
    chart = tmp_path / "map.csv"
    chart.write_text("# there, here\nhttp://there.example/2,nowhere\n")
    with pytest.raises(CommandError, match="line 2: there is no article “nowhere” here"):
        bring_in(export(THREE), map=chart)
    assert (Article.objects.count(), LedgerRow.objects.count()) == (0, 0)


def test_one_page_under_several_addresses_is_one_article(bring_in, tmp_path):
    file = tmp_path / "export"
    file.write_bytes(
        disqus(THREE)
        .replace(b"there.example/1/", b"there.example/page?utm_medium=feed")
        .replace(b"https://there.example/2/", b"http://www.there.example/page/")
    )
    bring_in(file)
    article = Article.objects.get()
    assert under(article) == ["1", "2", "3"]


def test_only_some_states_are_taken(bring_in, export):
    report = bring_in(
        export([There(1, 1, state="spam"), There(2, 1, 1), There(3, 1, state="spam")]),
        state=["published"],
    )
    assert "2 comments skipped: state is spam" in report
    assert list(Comment.objects.order_by("level").values_list("state", "text")) == [
        ("removed", ""),
        ("published", "Words."),
    ]
    assert_healthy()


def test_only_what_came_later_is_taken(bring_in, export):
    report = bring_in(export(THREE), since=THREE[1].at + timedelta(seconds=30))
    assert "2 comments skipped: before --since" in report
    assert list(LedgerRow.objects.filter(comment__gt=0).values_list("source_id")) == [("3",)]


def test_what_was_left_out_can_be_taken_later(bring_in, export):
    file = export([There(1, 1, state="spam"), There(2, 1, 1)])
    bring_in(file, state=["published"])
    bring_in(file)
    assert list(Comment.objects.order_by("level").values_list("state", "text")) == [
        ("spam", "Words."),
        ("published", "Words."),
    ]
    assert_healthy()


def test_other_words_there_become_other_words_here(bring_in, export):
    bring_in(export([There(1, 1), There(2, 1)]))
    report = bring_in(export([There(1, 1, words="Better."), There(2, 1, state="held")]))
    assert report.splitlines()[5].split() == ["comments", "0", "2", "0", "0", "0", "2"]
    changed = Comment.objects.get(text="Better.")
    assert (changed.revision, changed.revisions.get().text) == (2, "Words.")
    assert Comment.objects.get(text="Words.").state == "held"
    assert_healthy()


def test_later_votes_are_kept(bring_in, tmp_path):
    file = tmp_path / "export"
    for likes in (2, 7):
        file.write_bytes(jsonl([There(1, 1)]).replace(b'"name"', b'"likes": %d, "name"' % likes))
        report = bring_in(file)
    assert report.splitlines()[5].split() == ["comments", "0", "1", "0", "0", "0", "1"]
    assert LedgerRow.objects.get(kind="comment").likes == 7


def test_what_was_changed_here_stays(bring_in, export):
    bring_in(export([There(1, 1)]))
    actions.moderate(Verb.REMOVE, Comment.objects.get().pk, mod())
    report = bring_in(export([There(1, 1, words="Better.")]))
    assert "1 comment skipped: changed here since" in report
    assert Comment.objects.get().text == "Words."


def test_people_answer_what_came_in(bring_in, export):
    bring_in(export(THREE))
    answer = say(Article.objects.get(title="Article 1"), bob(), "Yes.", Comment.objects.first())
    bring_in(export([*THREE, There(4, 1, 1)]))
    assert answer.name == person(bob()).name
    assert Comment.objects.count() == 5
    assert_healthy()


def test_files_of_one_export_belong_together(bring_in, export):
    first = export([There(2, 1, 1)], name="first")
    second = export([There(1, 1)], name="second")
    bring_in(first, second)
    assert list(Comment.objects.order_by("level").values_list("level")) == [(0,), (1,)]


def test_files_of_several_sites_do_not(bring_in, export, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(wxr(THREE).replace(b"https://there.example<", b"https://other.example<"))
    with pytest.raises(CommandError, match="several sites, to be imported apart"):
        bring_in(export(THREE), other)
    assert LedgerRow.objects.count() == 0


def test_answers_of_any_depth_keep_their_words(bring_in, export):
    bring_in(export([There(n, 1, n - 1) for n in range(1, 1_201)], jsonl))
    assert (Comment.objects.count(), Comment.objects.order_by("-level")[0].level) == (1200, 1000)
    assert_healthy()
