"""What people have written on an import since, for which it stays."""

from django.db.models import Q

from comments.models import Comment, ImportRun, LedgerRow

SHOWN = 10


def written_since(run: ImportRun) -> list[Comment]:
    """Replies to what it made, and threads beneath its articles; the newest of them."""
    made = LedgerRow.objects.filter(made_in=run)
    comments = made.exclude(comment=None).values("comment")
    articles = made.filter(kind="article").exclude(article=None).values("article")
    there = Comment.objects.filter(Q(parent__in=comments) | Q(article__in=articles))
    return list(there.exclude(pk__in=comments).defer("html").order_by("-id")[:SHOWN])
