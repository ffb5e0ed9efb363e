"""What of our own lines is taken from somebody who does not rule this site.

Whoever writes a file may put any username into it: that of who is to have written, decided or
been banned. Editors bring conversations; the rest is for who could do it without a file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from comments.exchange.records import LogLine, OtherRow, Record, SourceComment

LOG = "what was decided comes only from administrators"
PERSON = "whose account it was comes only from administrators"


def without_power(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        if isinstance(record, LogLine):
            yield OtherRow(f"{record.kind} {record.key}", record.place, LOG)
        elif isinstance(record, SourceComment) and record.own:
            yield _of_nobody(record)
        else:
            yield record


def _of_nobody(comment: SourceComment) -> SourceComment:
    """A guest's id lets them edit, an account names them: neither is this file's to give."""
    own = comment.own
    if own is None:
        return comment
    notes = (*comment.notes, PERSON) if own.account or own.guest else comment.notes
    own = replace(own, account="", guest="", has_persons=False)
    return replace(comment, own=own, notes=notes)
