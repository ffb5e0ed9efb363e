"""What WordPress keeps beside posts and comments, and what of it is for readers."""

import pytest

from articles.models import Article
from comments.models import Comment, Pingback
from tests.exchange.drawing import conversation
from tests.exchange.elsewhere import There, wxr

pytestmark = pytest.mark.django_db

BEFORE = b"<wp:comment_parent>"


@pytest.fixture
def of_type(tmp_path):
    """A comment of this type and an answer to it."""

    def write(kind):
        first, second, rest = wxr([There(1, 1, words="First."), There(2, 1, 1)]).split(BEFORE)
        typed = first + f"<wp:comment_type>{kind}</wp:comment_type>".encode()
        file = tmp_path / "export"
        file.write_bytes(BEFORE.join([typed, second, rest]))
        return file

    return write


@pytest.mark.parametrize("kind", ["comment", "review", "wpdiscuz_sticky"])
def test_what_people_said_is_a_comment(kind, of_type, bring_in):
    bring_in(of_type(kind))
    assert conversation("article-1") == ["1 ada: First.", "  1.1 ada: Words."]


@pytest.mark.parametrize("kind", ["webmention", "mention", "like", "repost", "bookmark"])
def test_what_other_sites_said_is_a_pingback(kind, of_type, bring_in):
    bring_in(of_type(kind))
    assert list(Pingback.objects.values_list("text")) == [("First.",)]
    assert conversation("article-1") == ["1 Anonymous:  removed", "  1.1 ada: Words."]


@pytest.mark.parametrize("kind", ["note", "order_note", "private", "unheard_of"])
def test_what_may_not_be_for_readers_is_left_out_and_told(kind, of_type, bring_in):
    report = bring_in(of_type(kind))
    assert f"1 other skipped: is no comment but {kind} (export, line 1)" in report
    assert list(Comment.objects.values_list("text")) == [("",), ("Words.",)]


@pytest.mark.parametrize(
    ("post", "parent", "state"),
    [
        ("publish", "1", "published"),
        ("private", "1", "draft"),
        ("draft", "1", "draft"),
        ("draft", "0", "published"),
    ],
)
def test_a_picture_is_as_public_as_its_post(post, parent, state, tmp_path, bring_in):
    first, second = wxr([There(1, 1), There(2, 2)]).rsplit(b"<wp:post_type>post", 1)
    first = first.replace(
        b"<wp:post_type>", f"<wp:status>{post}</wp:status><wp:post_type>".encode()
    )
    attached = f"<wp:status>inherit</wp:status><wp:post_parent>{parent}</wp:post_parent>".encode()
    file = tmp_path / "export"
    file.write_bytes(first + attached + b"<wp:post_type>attachment" + second)
    bring_in(file)
    assert Article.objects.get(slug="article-2").state == state
