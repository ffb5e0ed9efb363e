"""The figures as a table for people and as JSON for programs."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import psycopg

from bench.database import Database
from bench.options import BASE, Options
from bench.reads import Read
from bench.rounds import Figures, Pair
from bench.writes import Write

RESULTS = BASE / "bench" / "results"

LEAD = f"{'':24} {'comments':>8} {'shape':6} {'conns':>5}"
COLUMNS = (
    f" {'req/s':>7} {'p50':>7} {'p99':>7} | {'web':>6} {'db':>6} {'cpu ms':>7} {'floor':>6}"
    f" {'ratio':>6} | {'queries':>7} {'rows':>6} {'kB':>7}"
)
WRITTEN = f" {'written':>7} {'WAL kB':>7} {'fl. WAL':>7}"


def heading(*, writes: bool = False) -> str:
    return LEAD + COLUMNS + (WRITTEN if writes else "")


def read_line(read: Read) -> str:
    lead = _lead(read.view, read.article.size, read.article.shape, read.connections)
    return lead + (_columns(read.pair) if read.pair else "   n/a: the site has no such answer")


def write_line(write: Write) -> str:
    lead = _lead(f"reply {write.case}", write.article.size, write.article.shape, write.writers)
    ours, floor = write.pair.ours, write.pair.floor
    written = (
        f" {ours.rows_written:7.1f} {ours.wal_bytes / 1000:7.2f} {floor.wal_bytes / 1000:7.2f}"
    )
    return lead + _columns(write.pair) + written


def bare_line(name: str, connections: int, figures: Figures) -> str:
    return _lead(name, 0, "", connections) + _figures(figures, "", "")


def rest(
    lines: list[Read | Write], memory: dict[str, float], hot: dict[str, tuple[int, float]]
) -> str:
    shares = [line.pair.ours.own_cpu_share for line in lines if line.pair]
    parts = ", ".join(f"{name} {size:.0f}" for name, size in memory.items())
    told = [f"\nmemory after all: {sum(memory.values()):.0f} MB PSS ({parts})"]
    told += [f"the load generator took {max(shares):.0%} of the site's processor time at most"]
    for table, (updated, share) in hot.items():
        told += [f"{table}: {updated:,} rows updated, {share:.1%} of them HOT"]
    return "\n".join(told)


def machine(database: Database) -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": django.get_version(),
        "psycopg": psycopg.__version__,
        "postgresql": database.version(),
    }


def save(
    options: Options, facts: dict[str, Any], lines: Iterable[Read | Write], **more: Any
) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{facts['date'].replace(':', '')[:17]}.json"
    figures = [{"kind": type(line).__name__.lower(), **asdict(line)} for line in lines]
    content = {"machine": facts, "options": asdict(options), **more, "figures": figures}
    del content["options"]["folder"]
    path.write_text(json.dumps(content, indent=1, default=str) + "\n")
    return path


def _lead(name: str, size: int, shape: str, connections: int) -> str:
    return f"{name:24} {size:>8,} {shape:6} {connections:>5}"


def _columns(pair: Pair) -> str:
    return _figures(pair.ours, f"{pair.floor.cpu:.2f}", f"{pair.ratio:.2f}")


def _figures(ours: Figures, floor: str, ratio: str) -> str:
    return (
        f" {ours.per_second:7.0f} {ours.p50:7.2f} {ours.p99:7.2f} | {ours.web_cpu:6.2f}"
        f" {ours.database_cpu:6.2f} {ours.cpu:7.2f} {floor:>6} {ratio:>6} |"
        f" {ours.queries:7.1f} {ours.rows_read:6.0f} {ours.bytes / 1000:7.1f}"
    )


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=BASE,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or "unknown"
