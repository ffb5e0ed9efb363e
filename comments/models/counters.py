"""Stored counters: what pages show is never summed over comments."""

from django.db import models

from articles.ids import new_id
from articles.models import Article


class Conversation(models.Model):
    """What an article's threads share: the last number given to a top-level comment."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.PROTECT, related_name="conversation"
    )
    threads_numbered = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.article_id)


class Tally(models.Model):
    """A share of an article's counters. The article's own are the sums over its slots.

    Each thread writes to the slot its id falls into, so that writers in different threads
    do not queue for one row. `version` grows with every change a reader could see.
    """

    SLOTS = 8

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="tallies", db_index=False
    )
    slot = models.SmallIntegerField()
    published = models.IntegerField(default=0)
    version = models.BigIntegerField(default=0)
    last_activity_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "slot"], name="tally_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.slot}: {self.published}"
