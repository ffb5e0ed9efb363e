"""What an export takes, in time and memory: `python -m bench.exports [COMMENTS [EACH]]`.

Plants so many comments (100,000), so many beneath each article (500), in a database of its own,
and exports all of it in each format that holds a whole site.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench.imports import MB, Watched, of_its_own

COMMENTS = 100_000
EACH = 500
NAME = "bench_exports"
FILES = {"jsonl": "out.jsonl", "packed": "out.jsonl.gz", "wxr": "out.xml", "disqus": "out.xml"}


def measure(environment: dict[str, str], comments: int, each: int) -> None:
    Watched(environment, "migrate", "--verbosity=0")
    planted = [f"--articles={comments // each}", f"--comments={each}", "--verbosity=0"]
    Watched(environment, "seed", *planted)
    print(f"{comments:,} comments, {each:,} each, load {os.getloadavg()[0]:.1f}")
    print(f"{'s':>16}{'/s':>8}{'CPU ms each: own  database':>28}{'MB: own  database  file':>25}")
    with tempfile.TemporaryDirectory() as folder:
        for what, name in FILES.items():
            file = Path(folder) / name
            told = [f"--format={'jsonl' if what == 'packed' else what}", f"--output={file}"]
            watched = Watched(environment, "export_comments", *told, "--verbosity=0")
            _print(what, comments, watched, file.stat().st_size / MB)


def _print(what: str, comments: int, watched: Watched, written: float) -> None:
    each = 1_000 / comments
    print(
        f"{what:<8}{watched.seconds:8.1f}{comments / watched.seconds:8,.0f}"
        f"{watched.cpu * each:18.3f}{watched.database_cpu * each:10.3f}"
        f"{watched.own:9.0f}{watched.database:10.0f}{written:6.0f}",
        flush=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    given = [int(number) for number in sys.argv[1:]]
    with of_its_own(NAME) as environment:
        measure(environment, *given, *(COMMENTS, EACH)[len(given) :])
