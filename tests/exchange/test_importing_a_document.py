from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError

from articles.models import Article
from comments.exchange.text import parse
from comments.models import Comment, Conversation, Tally
from tests.exchange.conftest import DOCUMENT

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
    assert run_import(short).splitlines() == [
        "A line of its own.",
        "/articles/a-line-of-its-own/",
        "",
        "articles      1",
        "comments      4",
        "threads       2",
        "replies       2",
        "notices       1",
        "  line 15: the list under 1 starts again at 1; kept as 1.2",
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


@pytest.mark.skipif(not SAMPLE.exists(), reason="the document from elsewhere is not here")
def test_a_document_from_elsewhere_is_stored_whole(run_import, stored_numbers, check_threads):
    parsed = parse(SAMPLE.read_bytes())
    assert run_import(SAMPLE).splitlines()[-1] == (
        "  line 86: the list under 11 starts again at 1; kept as 11.2"
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
    first = run_import(short)
    before = list(Comment.objects.order_by("id").values())
    again = run_import(short)
    assert again == first + "\nAll of it was there already: nothing was changed.\n"
    assert list(Comment.objects.order_by("id").values()) == before


def test_a_second_import_without_letters_in_its_title_is_recognised(run_import, short):
    run_import(short, title="🙂")
    run_import(short, title="🙂")
    assert list(Article.objects.values_list("slug", "title")) == [("article", "🙂")]


def test_a_dry_run_reports_the_same_and_stores_nothing(run_import, short):
    report = run_import(short, dry_run=True)
    assert (shape(), Conversation.objects.count()) == ((0, 0, 0, 0), 0)
    assert report == run_import(short) + "\nA dry run: nothing was stored.\n"


def test_title_and_address_can_be_given(run_import, short):
    run_import(short, title="Lines", slug="about-lines")
    assert list(Article.objects.values_list("title", "slug")) == [("Lines", "about-lines")]


def test_an_article_without_comments_is_stored(run_import, short, check_threads):
    short.write_text("Nothing to add.\n")
    run_import(short)
    assert shape() == (1, 0, 0, 0)
    check_threads()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("Three.", "Tree.", "from comment 1.1 (line 11)"),
        ("  2. Cem says:", "  2. Dan says:", "from comment 2 (line 19)"),
        ("  2. Cem says:\n\n    Five.\n", "", "after the file’s 3 comments"),
        ("Five.\n", "Five.\n\n  3. Dan says:\n\n    Six.\n", "from comment 3 (line 23)"),
    ],
)
def test_another_conversation_at_the_same_address_is_refused(run_import, short, old, new, where):
    run_import(short)
    short.write_text(SHORT.replace(old, new), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run_import(short)
    assert str(refused.value) == (
        f"{short}: the article “a-line-of-its-own” is there with 4 comments, "
        f"and differs from the file {where}. Nothing was stored."
    )
    assert shape() == (1, 4, 2, 2)


def test_another_article_at_the_same_address_is_refused(run_import, short):
    Article.objects.create(title="A line of its own.", body="Others wrote this.")
    with pytest.raises(
        CommandError, match=r"another article has the address “a-line-of-its-own”\."
    ):
        run_import(short)
    assert shape() == (1, 0, 0, 0)


def test_the_former_address_of_another_article_is_refused(run_import, short):
    article = Article.objects.create(title="A line of its own.", body="Others wrote this.")
    article.slug = "moved"
    article.save()
    with pytest.raises(CommandError, match="is a former address of another article"):
        run_import(short)
    assert shape() == (1, 0, 0, 0)


def test_a_malformed_document_is_refused_with_every_line(run_import, short):
    short.write_text(SHORT.replace("2. Cem", "3. Cem").replace("Ben", ""), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run_import(short)
    assert str(refused.value).splitlines() == [
        f"{short}: nothing was stored.",
        "line 11: the name is empty",
        "line 19: number 3 where 2 was due",
    ]
    assert shape() == (0, 0, 0, 0)


def test_an_impossible_address_is_refused(run_import, short):
    with pytest.raises(CommandError, match="Nothing was stored"):
        run_import(short, slug="not a slug")
    assert shape() == (0, 0, 0, 0)


def test_a_missing_file_is_refused(run_import, tmp_path):
    with pytest.raises(CommandError, match=r"no-such\.txt: No such file or directory\."):
        run_import(tmp_path / "no-such.txt")
