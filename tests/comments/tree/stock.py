"""The same forest twice: as comments, and as django-mptt keeps it without our doing."""

from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection, models
from django.utils import timezone
from mptt.models import MPTTModel, TreeForeignKey

from articles.ids import new_id
from articles.models import Article
from comments import actions
from comments.models import Comment, Revision
from tests.cast import guest, mod, say

SIZE, MOVES, NOTES = 26, 6, 12


class Stock(MPTTModel):
    text = models.TextField()
    parent = TreeForeignKey("self", models.CASCADE, null=True, related_name="children")

    class Meta:
        app_label = "stock"

    def __str__(self) -> str:
        return f"Gwen: {self.text}"


class Note(models.Model):
    comment = models.ForeignKey(Stock, models.CASCADE)

    class Meta:
        app_label = "stock"

    def __str__(self) -> str:
        return str(self.comment)


@dataclass
class Forest:
    """One of the two: its model, and a model whose rows hang on its nodes."""

    model: Any
    related: Any

    def nodes(self) -> list[Any]:
        return list(self.model.objects.all())

    def some(self) -> Any:
        return self.model.objects.filter(text__regex="[258]$")

    def with_notes(self, nodes: Any, *, cumulative: bool) -> Any:
        return self.model.objects.add_related_count(
            nodes, self.related, "comment", "notes", cumulative=cumulative
        )


def make_tables() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Stock)
        editor.create_model(Note)


def grow(article: Article, random: Random) -> tuple[Forest, Forest]:
    """Comments that were posted and moved, and stock nodes that stand alike."""
    author = guest()
    for index in range(SIZE):
        parent = random.choice([None, *range(index)]) if random.random() < 0.9 else None
        said, stood = (None, None) if parent is None else _pair(parent)
        say(article, author, str(index), said)
        Stock.objects.create(text=str(index), parent=stood)
    for _ in range(MOVES):
        _move(random.randrange(SIZE), random.randrange(SIZE))
    for _ in range(NOTES):
        said, stood = _pair(random.randrange(SIZE))
        about = {"article": article, "comment": said, "replaced_at": timezone.now()}
        Revision.objects.create(id=new_id(article.pk), text="earlier", **about)
        Note.objects.create(comment=stood)
    return Forest(Comment, Revision), Forest(Stock, Note)


def _move(own: int, beneath: int) -> None:
    said, stood = _pair(own)
    target, place = _pair(beneath)
    try:
        actions.move(said.pk, mod(), target.pk)
    except actions.Refused:
        return
    stood.move_to(place, "last-child")


def _pair(index: int) -> tuple[Comment, Stock]:
    word = str(index)
    return Comment.objects.get(text=word), Stock.objects.get(text=word)
