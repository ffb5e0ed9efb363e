import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import Repeated, drive
from bench.requests import get


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"x" * int(self.path.removeprefix("/"))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def port():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("size", [0, 5, 300_000])
def test_answers_of_any_size_are_heard_to_their_end(port, size):
    outcome = drive(port, [Repeated(get(f"/{size}"))] * 3, seconds=10, limit=30)
    assert len(outcome.answers) == 30
    assert {(answer.status, answer.size) for answer in outcome.answers} == {(200, size)}


def test_an_unexpected_answer_ends_the_run(port):
    with pytest.raises(RuntimeError, match="status 200, not 304"):
        drive(port, [Repeated(get("/1"), status=304)], seconds=10, limit=5)
