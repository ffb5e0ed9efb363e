"""From files to an account of what was imported: the steps of one run."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from comments.exchange import linking, matching, namesakes, positions
from comments.exchange.account import Account
from comments.exchange.apart import apart
from comments.exchange.formats.files import Part, parts_of
from comments.exchange.formats.known import FORMATS, TEXT, require
from comments.exchange.maps import read_map
from comments.exchange.matching import Choice, Rule
from comments.exchange.moments import micros
from comments.exchange.records import Record, SourceError
from comments.exchange.running.course import Course
from comments.exchange.running.whole import bring_in
from comments.exchange.same_site import require_same_site
from comments.exchange.sites import rows_of, shown
from comments.exchange.staging import Staged, Wanted, staged
from comments.exchange.trust import without_power
from comments.exchange.words import clean, one_line
from comments.models import ImportRun

READ_AT_ONCE = 1 << 20
SOURCE_LENGTH = 200


class Bar(Protocol):
    def update(self, n: int) -> object: ...


Bars = Callable[[str, int | None], AbstractContextManager[Bar]]


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how. `names`: of files that lie here under others."""

    files: list[Path]
    format: str
    source: str = ""
    # The one that is taken, if the files are of several.
    site: str = ""
    rule: Rule = Rule.CREATE
    map: Path | None = None
    wanted: Wanted = field(default_factory=Wanted)
    title: str = ""
    slug: str = ""
    names: list[str] = field(default_factory=list)
    map_name: str = ""
    # Whether who brings it may decide, ban and speak for others: comments/exchange/trust.py.
    has_power: bool = True

    def parts(self) -> list[Part]:
        named = zip(self.files, self.called(), strict=True)
        return [part for file, name in named for part in parts_of(file, name)]

    def called(self) -> list[str]:
        return self.names or [file.name for file in self.files]

    def fingerprint(self) -> UUID:
        """Of the contents of the files, and of all that decides about outcomes."""
        known = hashlib.sha256()
        for file in [*self.files, *([self.map] if self.map else [])]:
            with file.open("rb") as raw:
                while piece := raw.read(READ_AT_ONCE):
                    known.update(piece)
        states = sorted(self.wanted.states)
        said = (self.format, self.rule, states, self.wanted.since, self.title, self.slug)
        # Only what is said, so that the rest is still known from before.
        more = [self.site] if self.site else []
        more += [] if self.has_power else ["without power"]
        known.update(repr((*said, *more)).encode())
        return UUID(bytes=known.digest()[:16])


@dataclass(frozen=True)
class Done:
    source: str
    account: Account
    goes_on: bool
    run: ImportRun


def move_in(order: Order, bars: Bars, *, is_dry: bool) -> Done:
    parts = order.parts()
    for part in parts:
        require(part, order.format)
    by_address = read_map(order.map, order.map_name) if order.map else {}
    now = timezone.now()
    with staged(now, order.wanted) as rows:
        with bars("reading", None) as bar:
            records = _records(order, parts)
            rows.fill(records if order.has_power else without_power(records), bar.update)
        source = _source(order, rows)
        if order.format == TEXT:
            positions.date(rows, now)
        with nullcontext() if is_dry else apart(source):
            linking.number_duplicates(rows)
            matching.group_articles(rows, Choice(source, order.rule, by_address))
            if order.format == TEXT:
                positions.require_same(rows, source, order.rule)
            linking.link(rows, micros(now))
            namesakes.tell_apart(rows, source)
            if order.format != TEXT:
                require_same_site(rows, source)
            return _run(order, source, rows, bars, now, is_dry=is_dry)


def _run(
    order: Order, source: str, rows: Staged, bars: Bars, now: datetime, *, is_dry: bool
) -> Done:
    run, goes_on = _run_of(order, source)
    if not is_dry:
        run.save()
    with bars("dry run" if is_dry else "storing", rows.answerable()) as bar:
        account = bring_in(Course(rows, run, now, bar.update, is_dry, order.has_power))
    if not is_dry:
        run.finished_at = timezone.now()
        run.report = "\n".join(account.lines())
        run.save(update_fields=["finished_at", "report"])
    return Done(source, account, goes_on, run)


def _run_of(order: Order, source: str) -> tuple[ImportRun, bool]:
    """One that was stopped is gone on with, if the files are still the same."""
    fingerprint = order.fingerprint()
    stopped = ImportRun.objects.filter(
        source=source, fingerprint=fingerprint, finished_at=None, undone_at=None
    ).first()
    if stopped:
        return stopped, True
    names = "\n".join(map(clean, order.called()))
    run = ImportRun(source=source, format=order.format, files=names, fingerprint=fingerprint)
    return run, False


def _records(order: Order, parts: list[Part]) -> Iterator[Record]:
    named = {"title": order.title, "slug": order.slug} if order.format == TEXT else {}
    found = chain.from_iterable(FORMATS[order.format].read(part, **named) for part in parts)
    return rows_of(one_line(order.site), found) if order.site else found


def _source(order: Order, rows: Staged) -> str:
    """Ids are told apart by where they are from; each document has its own."""
    sites = [site for site in map(one_line, rows.sites) if site]
    if len(sites) > 1:
        apart = "to be imported apart, each with its --site"
        raise SourceError("", f"these are files of several sites, {apart}: {shown(sites)}")
    if order.source and order.format != TEXT:
        return order.source[:SOURCE_LENGTH]
    own = f" {sites[0]}" if sites else ""
    # Who names the whole source, as the report does, means that one.
    name = (order.source or order.format).removesuffix(own)[: SOURCE_LENGTH // 2]
    return f"{name}{own}".strip()[:SOURCE_LENGTH]
