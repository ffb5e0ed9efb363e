"""Programs write a zero for what has not happened: it has not happened here either."""

import pytest

from articles.models import Article
from comments.models import Comment
from tests.exchange.elsewhere import There, disqus
from tests.exchange.writers import comentario, isso_list, remark42

pytestmark = pytest.mark.django_db

COMMENT = There(1, 1)
ZERO = b'"0001-01-01T00:00:00Z"'


@pytest.mark.parametrize(
    "content",
    [
        comentario([COMMENT]),
        isso_list([COMMENT]).replace(b'"mode"', b'"modified": 0, "mode"'),
        remark42([COMMENT]).replace(b'"delete"', b'"edit": {"time": %s}, "delete"' % ZERO),
    ],
    ids=["comentario", "isso", "remark42"],
)
def test_nothing_was_edited_at_time_zero(content, tmp_path, bring_in, client):
    file = tmp_path / "export"
    file.write_bytes(content)
    bring_in(file)
    assert Comment.objects.values_list("created_at", "edited_at").get() == (COMMENT.at, None)
    assert "edited" not in client.get("/articles/article-1/").content.decode()


def test_an_article_of_time_zero_is_as_old_as_its_first_comment(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(disqus([COMMENT]).replace(b"2012-05-01T00:00:00Z", ZERO.strip(b'"')))
    bring_in(file)
    assert Article.objects.get().published_at == COMMENT.at
