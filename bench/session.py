"""One run from an empty database to the table and its JSON."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from bench import articles, database, ground, report
from bench.articles import Planted
from bench.database import Database
from bench.load import Repeated, drive
from bench.options import Options
from bench.processes import pss_megabytes
from bench.reads import Read, Reader
from bench.requests import fetch, get
from bench.rounds import Match, Side
from bench.servers import FLOOR, SITE, Server, gunicorn
from bench.writes import Desk, Write

# A database process reports what it counted when it has been idle for so long.
UNTIL_COUNTED = 11
# Nothing that Django's cache is asked to keep is there the next time.
NOTHING_CACHED = {"CACHE_URL": "dummycache://"}
# Each of the workers' threads connects to the database and reads its templates once.
WARM_UP = 2
WARM_CONNECTIONS = 16


def run(options: Options) -> None:
    with database.running() as counted:
        with _timed("articles planted"):
            planted = articles.plant(options)
        with gunicorn(SITE) as site:
            lines = _beside_the_floor(options, counted, site, planted)
            time.sleep(UNTIL_COUNTED)
            memory = {"gunicorn": pss_megabytes(site.pid), "postgres": pss_megabytes(counted.pid)}
        hot = counted.hot_shares()
        facts = report.machine(counted)
    print(report.rest(lines, memory, hot))
    path = report.save(options, facts, lines, pss_megabytes=memory, hot=hot)
    print(f"{path.relative_to(path.parents[2])}:", *facts.values())


def _beside_the_floor(
    options: Options, counted: Database, site: Server, planted: list[Planted]
) -> list[Read | Write]:
    frame = options.data_folder / "frame.json"
    address = f"{planted[0].address}?order=newest"
    with _timed("floor laid"):
        ground.lay(counted, planted, fetch(site.port, address), frame)
    variables = {"FLOOR_FRAME": str(frame), "FLOOR_DATABASE": database.address()}
    with gunicorn(FLOOR, variables) as floor, gunicorn(SITE, NOTHING_CACHED) as cold:
        for server in (site, cold):
            drive(server.port, [Repeated(get(address))] * WARM_CONNECTIONS, WARM_UP)
        match, lines = Match(counted, options), list[Read | Write]()
        if "reads" in options.parts:
            lines += _read(Reader(match, site, cold, floor), planted)
        if "writes" in options.parts:
            lines += _write(Desk(match, site, floor), planted)
        return lines


def _read(reader: Reader, planted: list[Planted]) -> Iterator[Read]:
    print(f"\n{report.heading()}")
    _greet(reader)
    for read in chain.from_iterable(map(reader.read, planted)):
        print(report.read_line(read), flush=True)
        yield read


def _greet(reader: Reader) -> None:
    """What gunicorn alone costs."""
    side = Side(reader.floor, lambda number: [Repeated(get("/hello"))] * number)
    for connections in reader.match.options.connections:
        figures = reader.match.alone(side, connections)
        print(report.bare_line("bare gunicorn: hello", connections, figures), flush=True)


def _write(desk: Desk, planted: list[Planted]) -> Iterator[Write]:
    print(f"\n{report.heading(writes=True)}")
    for shape in desk.match.options.shapes:
        discussed = [each for each in planted if each.shape == shape]
        for article in [articles.plant_empty(shape), *discussed]:
            for write in desk.write(article):
                print(report.write_line(write), flush=True)
                yield write


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.1f} s", flush=True)
