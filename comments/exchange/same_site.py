"""Whether files are of the site whose comments their ids have meant before.

Some programs do not say which site an export is of, and each site counts its comments from 1.
"""

from comments.exchange.records import SourceError
from comments.exchange.staging import Staged
from comments.models import LedgerRow
from comments.statements import ask

TIMED = """
SELECT key, at FROM rows WHERE kind = 'comment' AND verdict = '' AND nth = 1 AND at IS NOT NULL
"""
AT_ONCE = 1_000
# A second apart: some formats know no fractions.
COMPARE = """
SELECT count(*), count(*) FILTER (
    WHERE abs(extract(epoch FROM c.created_at) - there.at / 1000000.0) >= 1
)
FROM unnest(%(keys)s::text[], %(times)s::bigint[]) AS there (key, at)
JOIN comments_ledgerrow l
    ON l.source = %(source)s AND l.kind = 'comment' AND l.source_id = there.key
JOIN comments_comment c ON c.id = l.comment_id AND NOT l.is_tombstone
"""


def require_same_site(staged: Staged, source: str) -> None:
    """Raises SourceError if most of what is known by these ids was written at another time.

    A few may be: whoever runs a site can change when something was said.
    """
    if not LedgerRow.objects.filter(source=source, kind="comment").exists():
        return
    known = others = 0
    rows = staged.link.execute(TIMED)
    while some := rows.fetchmany(AT_ONCE):
        keys, times = map(list, zip(*some, strict=True))
        found = ask(COMPARE, {"keys": keys, "times": times, "source": source})[0]
        known, others = known + found[0], others + found[1]
    if others * 2 > known:
        raise SourceError(
            "",
            f"{others:,} of {known:,} comments that are known from “{source}” were written at "
            "another time: if this is another site, give it a --source of its own",
        )
