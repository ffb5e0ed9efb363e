"""A load generator of one thread: cheap enough to leave the processors to what is measured."""

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bench.options import HOST

CHUNK = 1 << 18
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# An answer that takes longer is a fault.
PATIENCE = 30
# On a busy machine a round goes on until there is something to take a median of, within reason.
FEWEST = 25
LONGEST = 8
BODILESS = {204, 304}


class Answer(NamedTuple):
    status: int
    head: bytes
    size: int
    seconds: float


class Source(Protocol):
    """What one connection asks, and who is told of the answer."""

    def next(self) -> bytes | None: ...

    def took(self, answer: Answer) -> None: ...


class Repeated:
    """The same request again and again; raises if it is answered otherwise than expected."""

    def __init__(self, request: bytes, status: int = 200) -> None:
        self.request = request
        self.status = status

    def next(self) -> bytes:
        return self.request

    def took(self, answer: Answer) -> None:
        if answer.status != self.status:
            raise RuntimeError(f"status {answer.status}, not {self.status}: {self.request!r}")


@dataclass(frozen=True)
class Outcome:
    answers: list[Answer]
    wall: float
    own_cpu: float


class _Connection:
    def __init__(self, port: int, source: Source) -> None:
        self.source = source
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = b""
        self.missing = 0
        self.began = 0.0

    def ask(self) -> bool:
        request = self.source.next()
        if request is None:
            return False
        self.head, self.missing = b"", -1
        self.began = time.perf_counter()
        self.socket.sendall(request)
        return True

    def hear(self) -> Answer | None:
        """What came in; the answer once it is complete."""
        data = self.socket.recv(CHUNK)
        if not data:
            raise ConnectionError("the server hung up")
        if self.missing >= 0:
            self.missing -= len(data)
        else:
            self._hear_head(data)
        return None if self.missing else self._answer()

    def _hear_head(self, data: bytes) -> None:
        self.head += data
        end = self.head.find(b"\r\n\r\n")
        if end >= 0:
            body = len(self.head) - end - 4
            self.head = self.head[: end + 2]
            self.missing = self._size() - body

    def _size(self) -> int:
        found = LENGTH.search(self.head)
        return int(found[1]) if found and self._status() not in BODILESS else 0

    def _status(self) -> int:
        return int(self.head[9:12])

    def _answer(self) -> Answer:
        seconds = time.perf_counter() - self.began
        answer = Answer(self._status(), self.head, self._size(), seconds)
        self.source.took(answer)
        return answer


def drive(port: int, sources: Sequence[Source], seconds: float, limit: int = 0) -> Outcome:
    """Ask on one connection for each source, for about so long, or until `limit` answers."""
    own, began = time.process_time(), time.perf_counter()
    run = _Run(began + seconds, began + seconds * LONGEST, limit)
    with selectors.DefaultSelector() as selector:
        for source in sources:
            run.open(selector, _Connection(port, source))
        while selector.get_map():
            run.turn(selector)
    return Outcome(run.answers, time.perf_counter() - began, time.process_time() - own)


class _Run:
    def __init__(self, soonest: float, latest: float, limit: int) -> None:
        self.soonest = soonest
        self.latest = latest
        self.limit = limit
        self.asked = 0
        self.answers: list[Answer] = []

    def open(self, selector: selectors.BaseSelector, connection: _Connection) -> None:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        self.asked += connection.ask()

    def turn(self, selector: selectors.BaseSelector) -> None:
        ready = selector.select(PATIENCE)
        if not ready:
            raise TimeoutError(f"no answer within {PATIENCE} seconds")
        for key, _events in ready:
            answer = key.data.hear()
            if answer is not None:
                self.answers.append(answer)
                self._go_on(selector, key.data)

    def _go_on(self, selector: selectors.BaseSelector, connection: _Connection) -> None:
        if not self._is_over() and connection.ask():
            self.asked += 1
            return
        selector.unregister(connection.socket)
        connection.socket.close()

    def _is_over(self) -> bool:
        now = time.perf_counter()
        enough = now > self.soonest and len(self.answers) >= FEWEST
        return enough or now > self.latest or 0 < self.limit <= self.asked
