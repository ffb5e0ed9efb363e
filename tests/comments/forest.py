"""Conversations drawn as indented text, one word a comment.

    1 a
      1.1 b removed
        1.1.1 c
      1.2 d (removed)
      e (held)

A state follows unless it is `published`. Parentheses: readers do not see its place. To `plant`
a drawing, leave out the numbers and the parentheses: both follow from the states.
"""

from uuid import uuid4

from django.db import connection
from django.utils import timezone

from articles.ids import new_id
from articles.models import Article
from comments import waiting
from comments.models import Comment, Conversation, Tally
from comments.querysets import number_text, numbers_of
from comments.tree.intervals import spread

INDENT = 2
# From here on, what the planner believes of an empty table costs minutes.
MANY = 1_000
GUEST = uuid4()
# Of most states, one beneath the other.
MIXED = """
    a
      b
        c held
        d
          e spam
      f removed
        g
    h
"""


def plant(article: Article, drawing: str) -> dict[str, Comment]:
    """Store a drawn conversation as it stands, by no action; returns comments by their words."""
    lines = [line for line in drawing.splitlines() if line.strip()]
    margin = _indent(lines[0])
    levels = [(_indent(line) - margin) // INDENT for line in lines]
    words = [[*line.split(), "published"][:2] for line in lines]
    return plant_rows(article, levels, [word for word, _ in words], [state for _, state in words])


def plant_rows(
    article: Article, levels: list[int], words: list[str], states: list[str]
) -> dict[str, Comment]:
    comments: list[Comment] = []
    path: list[Comment] = []
    threads = 0
    for level, word, state in zip(levels, words, states, strict=True):
        del path[level:]
        parent = path[-1] if path else None
        own = _thread_id(article, threads) if parent is None else new_id(article.pk)
        threads += parent is None
        comments.append(_comment(own, article, word, state, parent))
        path.append(comments[-1])
    _show(comments)
    _place(comments)
    Conversation.objects.create(article=article, threads_numbered=_number(comments))
    _tally(article, comments)
    Comment.objects.bulk_create(comments)
    waiting.refresh([comment.pk for comment in comments if comment.state == "held"])
    if len(comments) > MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_comment")
    return {comment.text: comment for comment in comments}


def outline(article: Article) -> str:
    """The drawing of a stored conversation, in reading order; what has no number comes last."""
    comments = list(Comment.objects.under(article).in_reading_order())
    numbers = numbers_of([comment.pk for comment in comments])
    threads = {c.tree_id: (c.ordinal is None, c.ordinal, c.pk) for c in comments if c.level == 0}
    comments.sort(key=lambda comment: (threads[comment.tree_id], comment.lft))
    return "\n".join(_line(comment, number_text(numbers[comment.pk])) for comment in comments)


def again(comments: dict[str, Comment]) -> dict[str, Comment]:
    """The same comments as the database has them now."""
    return {word: Comment.objects.get(pk=comment.pk) for word, comment in comments.items()}


def _line(comment: Comment, number: str) -> str:
    state = "" if comment.is_published() else comment.state
    shown = state if comment.visible else f"({state})"
    return " " * INDENT * comment.level + " ".join(filter(None, [number, comment.text, shown]))


def _thread_id(article: Article, index: int) -> int:
    """Neighbouring threads count in different slots."""
    own = new_id(article.pk)
    return own if own % Tally.SLOTS == index % Tally.SLOTS else _thread_id(article, index)


def _comment(own: int, article: Article, word: str, state: str, parent: Comment | None) -> Comment:
    return Comment(
        id=own,
        article=article,
        parent=parent,
        tree_id=parent.tree_id if parent else own,
        level=parent.level + 1 if parent else 0,
        guest=GUEST,
        name="Gwen",
        text=word,
        html=f"<p>{word}</p>\n",
        state=state,
        published_at=timezone.now() if state == "published" else None,
    )


def _show(comments: list[Comment]) -> None:
    for comment in reversed(comments):
        comment.visible |= comment.state == "published"
        if comment.visible and comment.parent:
            comment.parent.visible = True


def _place(comments: list[Comment]) -> None:
    roots = [index for index, comment in enumerate(comments) if comment.level == 0]
    for start, end in zip(roots, [*roots[1:], len(comments)], strict=True):
        thread = comments[start:end]
        thread[0].thread_size = sum(comment.state == "published" for comment in thread)
        for comment, bounds in zip(thread, spread([c.level for c in thread]), strict=True):
            comment.lft, comment.rght = bounds


def _number(comments: list[Comment]) -> int:
    threads = 0
    for comment in comments:
        # What a moderator removed was seen before.
        if not comment.visible and comment.state not in {"removed", "withdrawn"}:
            continue
        if comment.parent:
            comment.parent.replies_numbered += 1
            comment.ordinal = comment.parent.replies_numbered
        else:
            comment.ordinal = threads = threads + 1
    return threads


def _tally(article: Article, comments: list[Comment]) -> None:
    published = dict.fromkeys(range(Tally.SLOTS), 0)
    for comment in comments:
        published[comment.tree_id % Tally.SLOTS] += comment.state == "published"
    Tally.objects.bulk_create(
        Tally(id=new_id(article.pk), article=article, slot=slot, published=count)
        for slot, count in published.items()
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
