"""Whether files are of the site whose comments their ids have meant before.

Some programs do not say which site an export is of, and each site counts its comments from 1.
"""

from comments.exchange.records import SourceError
from comments.exchange.staging import Staged
from comments.models import LedgerRow
from comments.statements import ask

TIMED = """
SELECT key, iif(nth = 1, key, key || '#' || nth), at FROM rows
WHERE kind = 'comment' AND verdict = '' AND is_timed
"""
AT_ONCE = 1_000
# A second apart: some formats know no fractions. What has no line is compared with its namesake's.
COMPARE = """
SELECT count(*), count(*) FILTER (
    WHERE abs(extract(epoch FROM known.created_at) - there.at / 1000000.0) >= 1
)
FROM unnest(%(keys)s::text[], %(lines)s::text[], %(times)s::bigint[]) AS there (key, line, at)
JOIN LATERAL (
    SELECT c.created_at FROM comments_ledgerrow l
    JOIN comments_comment c ON c.id = l.comment_id AND NOT l.is_tombstone
    WHERE l.source = %(source)s AND l.kind = 'comment' AND l.source_id IN (there.key, there.line)
    ORDER BY l.source_id = there.line DESC LIMIT 1
) AS known ON true
"""


def require_same_site(staged: Staged, source: str) -> None:
    """Raises SourceError if most of what is known by these ids was written at another time.

    Needs their lines told apart (namesakes.py).

    A few may be: whoever runs a site can change when something was said.
    """
    if not LedgerRow.objects.filter(source=source, kind="comment").exists():
        return
    known = others = 0
    rows = staged.link.execute(TIMED)
    while some := rows.fetchmany(AT_ONCE):
        keys, lines, times = map(list, zip(*some, strict=True))
        values = {"keys": keys, "lines": lines, "times": times, "source": source}
        found = ask(COMPARE, values)[0]
        known, others = known + found[0], others + found[1]
    if others * 2 > known:
        raise SourceError(
            "",
            f"{others:,} of {known:,} comments that are known from “{source}” were written at "
            "another time: if this is another site, give it a --source of its own",
        )
