"""Of files of several sites, the rows of one."""

from collections.abc import Iterable, Iterator

from comments.exchange.records import OtherRow, Record, Site, SourceError
from comments.exchange.words import one_line

OTHER = "is of another site"
SHOWN = 5


def rows_of(site: str, records: Iterator[Record]) -> Iterator[Record]:
    """Rows of others are counted, and kept from the ids of this one."""
    here, found = "", set()
    for record in records:
        if isinstance(record, Site):
            here = one_line(record.name)
            found.add(here)
        if here == site:
            yield record
        elif not isinstance(record, Site):
            yield OtherRow(f"{here} {record.key}", record.place, OTHER)
    if site not in found:
        raise SourceError("", f"there is no site “{site}” in the files, but: {shown(found)}")


def shown(sites: Iterable[str]) -> str:
    return ", ".join(sorted(filter(None, sites))[:SHOWN]) or "none that is named"
