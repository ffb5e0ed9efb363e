"""What must hold after whatever happened."""

from articles.models import Article
from comments.integrity import check
from comments.models import Comment
from comments.tallies import Counts, counts_of


def assert_healthy(article: Article | None = None) -> None:
    found = check(article and article.pk)
    assert [finding for finding in found if finding.broken] == []


def counted(article: Article) -> dict[str, object]:
    """The stored counters of an article, and of its threads by their first words."""
    counts = counts_of([article.pk]).get(article.pk, Counts())
    threads = Comment.objects.under(article).threads()
    return {
        "published": counts.published,
        "version": counts.version,
        "threads": dict(threads.values_list("text", "thread_size")),
    }
