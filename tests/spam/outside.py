"""A stand-in for Akismet, on this machine, that remembers what it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl

SITE = "https://news.example.org/"
THANKS = "Thanks for making the web a better place."


@dataclass
class Service:
    url: str = ""
    answers: dict[str, str] = field(default_factory=lambda: {"comment-check": "false"})
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # Not set: it takes its time.
    may_answer: Event = field(default_factory=Event)

    def calls(self) -> list[str]:
        return [call for call, _ in self.sent]


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()
    service.may_answer.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}/1.1/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            call = self.path.rpartition("/")[2]
            service.sent.append((call, dict(parse_qsl(body, keep_blank_values=True))))
            service.may_answer.wait()
            self.send_response(service.status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(service.answers.get(call, THANKS).encode())

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
