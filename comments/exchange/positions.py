"""What a document does not say: when its comments were written, and that they still are the same.

Its rows have no ids but their places. What was put between others would become what somebody else
had said there, with all that was answered to it: such a document is refused.
"""

from datetime import datetime, timedelta
from uuid import UUID

from comments.exchange import ledger
from comments.exchange.erased import ERASED
from comments.exchange.ledger import Entry
from comments.exchange.matching import BY_SLUG, Rule
from comments.exchange.moments import micros
from comments.exchange.records import SourceError
from comments.exchange.staging import Staged
from comments.models import Comment

# The last was written when it came in, the others each a minute before the next, so that the order
# of time is the order of reading.
APART = timedelta(minutes=1)
DATE = """
UPDATE rows SET at = ?1 - ?2 * ((SELECT count(*) FROM rows WHERE kind = 'comment') - place_of.nth),
    reason = trim(replace(reason, 'no time', ''), ', ')
FROM (SELECT n, row_number() OVER (ORDER BY n) AS nth FROM rows WHERE kind = 'comment') AS place_of
WHERE place_of.n = rows.n
"""
DATE_ARTICLE = """
UPDATE rows SET data = json_set(data, '$.published_at', (SELECT min(at) FROM rows) - ?)
WHERE kind = 'article'
"""
FOUND = """
SELECT rows.key, place, digest, how FROM rows JOIN groups ON groups.key = rows.key
WHERE kind = 'article'
"""
NAMED = """
SELECT key, place, digest, json_extract(data, '$.name') FROM rows WHERE kind = 'comment'
"""
AT_ONCE = 1_000


def date(staged: Staged, now: datetime) -> None:
    apart = APART // timedelta(microseconds=1)
    staged.link.execute(DATE, [micros(now), apart])
    staged.link.execute(DATE_ARTICLE, [apart])


def require_same(staged: Staged, source: str, rule: Rule) -> None:
    """Needs each article's group, from comments/exchange/matching.py."""
    for key, place, digest, how in staged.link.execute(FOUND):
        known = ledger.known(source, "article", [key]).get(key)
        if known and known.digest != UUID(bytes=digest):
            raise SourceError(place, f"another article was imported as “{key}”; give it a --slug")
        if how == BY_SLUG and rule == Rule.CREATE:
            message = f"“{key}” is or was the address of an article that is here already"
            raise SourceError(place, f"{message}; give it another --slug, or take --articles match")
    rows = staged.link.execute(NAMED)
    while some := rows.fetchmany(AT_ONCE):
        _require_same_people(some, source)


def _require_same_people(some: list[tuple[str, str, bytes, str]], source: str) -> None:
    """Whom the refusal is about it does not say: it is kept with the upload."""
    entries = ledger.known(source, "comment", [key for key, *_ in some])
    altered = {
        entry.comment_id: (key, place, name)
        for key, place, digest, name in some
        if (entry := entries.get(key)) and _is_altered(entry, UUID(bytes=digest))
    }
    here = Comment.objects.filter(pk__in=list(altered)).values_list("pk", "name")
    for pk, was in here:
        key, place, name = altered[pk]
        if was != name:
            message = f"at {key} another person spoke before: documents only grow longer"
            raise SourceError(place, message)


def _is_altered(entry: Entry, digest: UUID) -> bool:
    """What was erased is skipped, whatever stands there now."""
    return bool(entry.comment_id) and entry.digest != digest and entry.reason != ERASED
