"""How often somebody has done something lately. Nothing here tells who: comments/limits.py."""

from django.db import models


class Window(models.Model):
    """A stretch of time in which deeds are counted, of one kind and by one person or network.

    The table is unlogged: a crash of the database empties it, and nothing is written twice.
    """

    key = models.UUIDField(primary_key=True)
    count = models.IntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key)
