from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError

from articles.models import Article
from comments.exchange.document import ParsedComment
from comments.exchange.text import blocks, parse
from comments.models import Comment, Conversation, LedgerRow, Tally
from tests.exchange.conftest import DOCUMENT
from tests.exchange.drawing import counts

pytestmark = pytest.mark.django_db

SAMPLE = Path(settings.BASE_DIR).parent / "shared" / "sample" / "thread.txt"

SHORT = """\
A line of its own.

More of it.


  1. Ada says:

    One,
    two.

    1. Ben says:

      Three.

    1. Ada says:

      **Four.**

  2. Cem says:

    Five.
"""


NOTICE = "the list under 1 starts again at 1; kept as 1.2"


@pytest.fixture
def short(tmp_path: Path) -> Path:
    file = tmp_path / "short.txt"
    file.write_text(SHORT, encoding="utf-8")
    return file


def shape() -> tuple[int, int, int, int]:
    """Articles, comments, threads, replies."""
    threads = Comment.objects.threads().count()
    comments = Comment.objects.count()
    return Article.objects.count(), comments, threads, comments - threads


def test_an_import_reports_what_it_stored(run_import, short):
    report = run_import(short)
    assert report.splitlines()[0] == "Source: text a-line-of-its-own"
    assert counts(report) == {"articles": [1, 0, 0, 0, 0, 1], "comments": [4, 0, 0, 0, 0, 4]}
    assert report.splitlines()[-2:] == [
        "comments by state: 4 published",
        f"{'1':>8} comment created: {NOTICE} (short.txt, line 15)",
    ]
    assert shape() == (1, 4, 2, 2)


def test_words_names_and_numbers_are_stored_as_printed(run_import, short, stored_numbers):
    run_import(short)
    article = Article.objects.get()
    assert (article.title, article.body) == (
        "A line of its own.",
        "A line of its own.\n\nMore of it.",
    )
    assert stored_numbers(article) == [
        ("1", "Ada", "One,\ntwo."),
        ("1.1", "Ben", "Three."),
        ("1.2", "Ada", "**Four.**"),
        ("2", "Cem", "Five."),
    ]
    html = Comment.objects.values_list("html", flat=True).order_by("id")
    assert [fragment.strip() for fragment in html] == [
        "<p>One,<br>\ntwo.</p>",
        "<p>Three.</p>",
        "<p><strong>Four.</strong></p>",
        "<p>Five.</p>",
    ]


def test_counters_and_trees_are_right_from_the_start(run_import, short, check_threads):
    run_import(short)
    assert Conversation.objects.get().threads_numbered == 2
    assert sum(Tally.objects.values_list("published", flat=True)) == 4
    roots = Comment.objects.threads().order_by("id")
    assert list(roots.values_list("thread_size", "replies_numbered")) == [(3, 2), (1, 0)]
    check_threads()


def test_the_order_of_time_is_the_order_of_reading(run_import, short):
    run_import(short)
    by_time = Comment.objects.order_by("published_at").values_list("name", "published_at")
    assert [name for name, _ in by_time] == ["Ada", "Ben", "Ada", "Cem"]
    assert len({at for _, at in by_time}) == 4
    assert Article.objects.get().published_at < by_time[0][1]


def test_a_document_of_nineteen_threads_is_stored_whole(run_import, stored_numbers, check_threads):
    parsed = parse(DOCUMENT.read_bytes())
    run_import()
    assert shape() == (1, 26, 19, 7)
    assert stored_numbers(Article.objects.get()) == [
        (comment.citation, comment.name, comment.text) for comment in parsed.comments
    ]
    check_threads()


def test_any_document_comes_in_as_it_is_read(run_import, tmp_path, stored_numbers, check_threads):
    rng, depths = Random(3), [1]
    for _ in range(60):
        depths.append(rng.randint(1, depths[-1] + 1))
    said = [
        ParsedComment(0, depth, (), f"Name {n}", f"Words {n}.\n\n1. X says:\n\n  {n}", None)
        for n, depth in enumerate(depths)
    ]
    file = tmp_path / "document.txt"
    file.write_text("".join(blocks("An article.", said)))
    run_import(file)
    read = [(c.citation, c.name, c.text) for c in parse(file.read_bytes()).comments]
    assert stored_numbers(Article.objects.get()) == read
    check_threads()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the document from elsewhere is not here")
def test_a_document_from_elsewhere_is_stored_whole(run_import, stored_numbers, check_threads):
    parsed = parse(SAMPLE.read_bytes())
    assert run_import(SAMPLE).splitlines()[-1] == (
        "       1 comment created: the list under 11 starts again at 1; kept as 11.2"
        " (thread.txt, line 86)"
    )
    assert shape() == (1, 26, 19, 7)
    assert stored_numbers(Article.objects.get()) == [
        (comment.citation, comment.name, comment.text) for comment in parsed.comments
    ]
    printed = {line.strip() for line in SAMPLE.read_text(encoding="utf-8").splitlines()}
    words = {
        line for text in Comment.objects.values_list("text", flat=True) for line in text.split("\n")
    }
    assert words - printed == set()
    check_threads()


def test_a_second_import_changes_nothing_and_says_so(run_import, short):
    run_import(short)
    before = list(Comment.objects.order_by("id").values())
    again = counts(run_import(short))
    assert again == {"articles": [0, 0, 1, 0, 0, 1], "comments": [0, 0, 4, 0, 0, 4]}
    assert list(Comment.objects.order_by("id").values()) == before


def test_a_second_import_without_letters_in_its_title_is_recognised(run_import, short):
    run_import(short, title="🙂")
    run_import(short, title="🙂")
    assert list(Article.objects.values_list("slug", "title")) == [("article", "🙂")]


def test_a_dry_run_reports_the_same_and_stores_nothing(run_import, short):
    report = run_import(short, dry_run=True)
    assert (shape(), Conversation.objects.count()) == ((0, 0, 0, 0), 0)
    assert report == run_import(short)


def test_an_import_is_taken_back(run_import, bring_in, short):
    run_import(short)
    bring_in(undo="text a-line-of-its-own")
    assert (shape(), LedgerRow.objects.count()) == ((0, 0, 0, 0), 0)


def test_title_and_address_can_be_given(run_import, short):
    run_import(short, title="Lines", slug="about-lines")
    assert list(Article.objects.values_list("title", "slug")) == [("Lines", "about-lines")]


def test_an_article_without_comments_is_stored(run_import, short, check_threads):
    short.write_text("Nothing to add.\n")
    run_import(short)
    assert shape() == (1, 0, 0, 0)
    check_threads()


def test_what_is_said_at_the_ends_is_added(run_import, short, stored_numbers, check_threads):
    run_import(short)
    longer = SHORT.replace("  2. Cem", "    1. Dan says:\n\n      Six.\n\n  2. Cem")
    short.write_text(longer + "\n  3. Eva says:\n\n    Seven.\n", encoding="utf-8")
    assert counts(run_import(short))["comments"] == [2, 0, 4, 0, 0, 6]
    assert stored_numbers(Article.objects.get())[2:] == [
        ("1.2", "Ada", "**Four.**"),
        ("1.3", "Dan", "Six."),
        ("2", "Cem", "Five."),
        ("3", "Eva", "Seven."),
    ]
    check_threads()


def test_other_words_there_become_other_words_here(run_import, short):
    run_import(short)
    short.write_text(SHORT.replace("Three.", "Tree."), encoding="utf-8")
    assert counts(run_import(short))["comments"] == [0, 1, 3, 0, 0, 4]
    changed = Comment.objects.get(text="Tree.")
    assert (changed.name, changed.revisions.get().text) == ("Ben", "Three.")


def test_who_comes_between_others_is_refused(run_import, short):
    run_import(short)
    short.write_text(SHORT.replace("  2. Cem", "  2. Dan"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run_import(short)
    assert str(refused.value) == (
        "short.txt, line 19: at 2 another person spoke before: documents only grow longer. "
        "Nothing was stored."
    )
    assert Comment.objects.filter(name="Dan").count() == 0


def test_another_article_of_the_same_title_is_refused(run_import, short):
    run_import(short)
    short.write_text(SHORT.replace("More of it.", "Something else."), encoding="utf-8")
    with pytest.raises(CommandError, match="another article was imported as “a-line-of-its-own”"):
        run_import(short)
    run_import(short, slug="another-line")
    assert shape() == (2, 8, 4, 4)


def test_documents_of_one_source_are_kept_apart(run_import, short):
    run_import(short, source="shelf")
    short.write_text(SHORT.replace("A line", "Another line"), encoding="utf-8")
    report = run_import(short, source="shelf")
    assert report.splitlines()[0] == "Source: shelf another-line-of-its-own"
    assert counts(report)["comments"] == [4, 0, 0, 0, 0, 4]


def test_an_article_that_is_here_already_is_left_alone(run_import, short):
    Article.objects.create(title="A line of its own.", body="Others wrote this.")
    said = "“a-line-of-its-own” is or was the address of an article that is here already"
    with pytest.raises(CommandError, match=said):
        run_import(short)
    assert shape() == (1, 0, 0, 0)


def test_the_former_address_of_an_article_is_left_alone(run_import, short):
    article = Article.objects.create(title="A line of its own.", body="Others wrote this.")
    article.slug = "moved"
    article.save()
    with pytest.raises(CommandError, match="is or was the address of an article"):
        run_import(short)
    assert shape() == (1, 0, 0, 0)


def test_comments_are_put_beneath_an_article_on_request(run_import, short):
    article = Article.objects.create(title="A line of its own.", body="Others wrote this.")
    run_import(short, articles="match")
    assert shape() == (1, 4, 2, 2)
    assert Comment.objects.under(article).count() == 4


def test_a_malformed_document_is_refused_with_every_line(run_import, short):
    short.write_text(SHORT.replace("2. Cem", "3. Cem").replace("Ben", ""), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run_import(short)
    assert str(refused.value).splitlines() == [
        "short.txt: cannot be read",
        "line 11: the name is empty",
        "line 19: number 3 where 2 was due. Nothing was stored.",
    ]
    assert shape() == (0, 0, 0, 0)


def test_an_impossible_address_is_refused(run_import, short):
    with pytest.raises(CommandError, match="“not a slug” can be no address"):
        run_import(short, slug="not a slug")
    assert shape() == (0, 0, 0, 0)


def test_a_missing_file_is_refused(run_import, tmp_path):
    with pytest.raises(CommandError, match=r"no-such\.txt: No such file or directory\."):
        run_import(tmp_path / "no-such.txt")
