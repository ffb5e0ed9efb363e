"""What came of an import, as text: threads, rows that had to be settled, sums."""

from articles.models import Article
from comments.models import Comment, LedgerRow, Pingback

ROWS = {"articles", "comments", "pingbacks", "others"}
CELLS = 7


def conversation(slug: str) -> list[str]:
    comments = Comment.objects.filter(article__slug=slug).in_reading_order()
    return ["  " * c.level + _line(c) for c in comments]


def _line(comment: Comment, said: str = "") -> str:
    state = "" if comment.state == "published" else comment.state
    first = comment.text.partition("\n")[0]
    return f"{comment.number} {comment.name}{said}: {first} {state}".strip()


def whole(source: str, report: str) -> str:
    """All that an import left: where, who, when, votes, words, state; and what was settled."""
    articles = Article.objects.order_by("slug")
    drawn = [line for article in articles for line in _article(article)]
    pingbacks = [
        f"{one.name} {one.website} {one.created_at:%F %T}: {one.text} {one.state}"
        for one in Pingback.objects.order_by("created_at")
    ]
    sums = [f"{kind} {sums}" for kind, sums in counts(report).items()]
    return "\n".join([*drawn, *pingbacks, *settled(source), *sums]) + "\n"


def _article(article: Article) -> list[str]:
    state = "" if article.state == "published" else f" {article.state}"
    state += "" if article.comments == "open" else " closed"
    title = f"{article.slug}: {article.title} ({article.published_at:%F %T}){state}"
    comments = Comment.objects.under(article).in_reading_order()
    votes = {
        row.comment_id: f", +{row.likes} -{row.dislikes}"
        for row in LedgerRow.objects.filter(comment__gt=0)
        if row.likes or row.dislikes
    }
    return [f"# {title}", *("  " * c.level + _told(c, votes.get(c.pk, "")) for c in comments), ""]


def _told(comment: Comment, votes: str) -> str:
    edited = f"edited {comment.edited_at:%F %T}" if comment.edited_at else ""
    who = "".join(f", {said}" for said in (edited, comment.email, comment.website) if said)
    return _line(comment, f" ({comment.created_at:%F %T}{who}{votes})")


def settled(source: str) -> list[str]:
    """Rows of which there is something to be said, by their ids."""
    rows = LedgerRow.objects.filter(source=source).exclude(reason="")
    return sorted(f"{row.kind} {row.source_id} {row.outcome}: {row.reason}" for row in rows)


def counts(report: str) -> dict[str, list[int]]:
    """Created, updated, unchanged, skipped, refused; rows."""
    lines = [line.split() for line in report.splitlines()]
    return {
        line[0]: [*map(int, line[1:])] for line in lines if len(line) == CELLS and line[0] in ROWS
    }
