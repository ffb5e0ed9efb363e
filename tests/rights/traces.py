"""Where in the whole database something is left of a person."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

from comments.models import AddressHash, Comment, LedgerRow, Sketch, SpamWord
from tests.rights.world import SECRETS, World

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# Where an account is told by its bare number.
NUMBERED = {"author_id", "moderator_id", "user_id", "object_id", "by_id"}


class Traces:
    """All that tells of them, gathered while it is there: words, keys, hashes."""

    def __init__(self, world: World) -> None:
        self.account = world.user.pk
        keys = [str(key) for key in world.whom.keys]
        self.exact = {*keys, *self._hashes(world)}
        digits = [text for text in map(str, self.exact) if len(text) > 30]
        self.parts = [*SECRETS, *(text.replace("-", "").lower()[-32:] for text in digits)]

    def _hashes(self, world: World) -> Iterator[Any]:
        theirs = Comment.objects.filter(pk__in=[comment.pk for comment in world.comments])
        for row in AddressHash.objects.filter(comment__in=theirs):
            yield from (str(row.address), str(row.network))
        for ledger in LedgerRow.objects.exclude(source_id="2").exclude(kind="article"):
            yield from (str(each) for each in (ledger.digest, ledger.stored) if each)
        for sketch in Sketch.objects.filter(comment__in=theirs):
            yield from sketch.hashes
        yield from SpamWord.objects.exclude(pk=SpamWord.EVERY).values_list("pk", flat=True)
        yield from (str(each) for each in theirs.values_list("submission", flat=True) if each)
        yield from (s.pk for s in Session.objects.all() if self._owns(s, world))

    def _owns(self, session: Session, world: World) -> bool:
        return session.get_decoded().get(SESSION_KEY) == str(world.user.pk)

    def left(self) -> set[str]:
        """The columns in which there is any."""
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            tables = [row[0] for row in cursor.fetchall()]
        return {column for table in tables for column in self._in(table)}

    def _in(self, table: str) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            rows = [json.loads(row[0]) for row in cursor.fetchall()]
        for row in rows:
            for column, value in row.items():
                if self._tells(table, column, value):
                    yield f"{table}.{column}"

    def _tells(self, table: str, column: str, value: Any) -> bool:
        if isinstance(value, list | dict):
            return any(self._tells(table, column, each) for each in value)
        if str(value) == str(self.account):
            return column in NUMBERED or (table, column) == ("auth_user", "id")
        text = str(value).casefold().replace("-", "")
        return value in self.exact or any(part in text for part in self.parts)
