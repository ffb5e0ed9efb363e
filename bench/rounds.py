"""Short rounds in pairs, ours and the floor in turn, so that a busy machine is busy for both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.database import Counts, Database
from bench.load import Outcome, Source, drive
from bench.options import Options
from bench.servers import Server

# Before the first round counts: connections are opened, plans and templates are made.
WARM_UP = 0.3


@dataclass(frozen=True)
class Side:
    """Who answers, and what so many connections ask."""

    server: Server
    sources: Callable[[int], Sequence[Source]]


@dataclass(frozen=True)
class Round:
    outcome: Outcome
    web_cpu: float
    database_cpu: float
    counts: Counts

    @property
    def requests(self) -> int:
        return len(self.outcome.answers)

    @property
    def cpu(self) -> float:
        """Milliseconds of all that serve, for one request."""
        return (self.web_cpu + self.database_cpu) * 1000 / self.requests


@dataclass(frozen=True)
class Figures:
    """Medians of the rounds, for one request unless named otherwise; times in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p99: float
    web_cpu: float
    database_cpu: float
    queries: float
    rows_read: float
    rows_written: float
    wal_bytes: float
    wal_page_bytes: float
    bytes: float
    # Of the load generator, as a share of the server's and database's.
    own_cpu_share: float

    @property
    def cpu(self) -> float:
        return self.web_cpu + self.database_cpu


@dataclass(frozen=True)
class Pair:
    """`ratio` is ours to the floor's processor time: the median of the pairs' own ratios."""

    ours: Figures
    floor: Figures
    ratio: float


@dataclass(frozen=True)
class Match:
    database: Database
    options: Options

    def alone(self, side: Side, connections: int) -> Figures:
        rounds = range(self.options.rounds)
        return figures([self._round(side, connections) for _number in rounds])

    def pair(self, ours: Side, floor: Side, connections: int, limit: int = 0) -> Pair:
        """Reading is warmed up first; rounds of writing end after `limit` answers."""
        sides = (ours, floor)
        for side in sides if not limit else ():
            drive(side.server.port, side.sources(connections), WARM_UP)
        done: tuple[list[Round], list[Round]] = ([], [])
        for number in range(self.options.rounds):
            # Whoever goes first is not always the same.
            for which in (0, 1) if number % 2 else (1, 0):
                done[which].append(self._round(sides[which], connections, limit))
        ratios = [mine.cpu / least.cpu for mine, least in zip(*done, strict=True)]
        return Pair(figures(done[0]), figures(done[1]), median(ratios))

    def _round(self, side: Side, connections: int, limit: int = 0) -> Round:
        sources, stored_in = side.sources(connections), self.database
        stored_in.reset()
        web, stored = side.server.cpu_seconds(), stored_in.cpu_seconds()
        outcome = drive(side.server.port, sources, self.options.seconds, limit)
        web, stored = side.server.cpu_seconds() - web, stored_in.cpu_seconds() - stored
        return Round(outcome, web, stored, stored_in.counts())


def figures(rounds: list[Round]) -> Figures:
    times = [answer.seconds * 1000 for each in rounds for answer in each.outcome.answers]
    return Figures(
        requests=len(times),
        per_second=median(each.requests / each.outcome.wall for each in rounds),
        p50=median(times),
        p99=quantiles(times, n=100)[-1] if len(times) > 1 else times[0],
        web_cpu=median(each.web_cpu * 1000 / each.requests for each in rounds),
        database_cpu=median(each.database_cpu * 1000 / each.requests for each in rounds),
        queries=median(each.counts.queries / each.requests for each in rounds),
        rows_read=median(each.counts.rows_read / each.requests for each in rounds),
        rows_written=median(each.counts.rows_written / each.requests for each in rounds),
        wal_bytes=median(each.counts.wal_bytes / each.requests for each in rounds),
        wal_page_bytes=median(each.counts.wal_page_bytes / each.requests for each in rounds),
        bytes=median(answer.size for each in rounds for answer in each.outcome.answers),
        own_cpu_share=median(
            each.outcome.own_cpu / (each.web_cpu + each.database_cpu) for each in rounds
        ),
    )
