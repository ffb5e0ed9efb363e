"""Requests as bytes, and pages fetched once to learn from."""

import http.client
import re
from typing import NamedTuple
from urllib.parse import urlencode

from bench.options import HOST

# As a proxy in front of a public site passes a reader's request on.
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}


class Page(NamedTuple):
    status: int
    text: str
    etag: str | None
    cookie: str


def fetch(port: int, path: str) -> Page:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", path, headers=HEADERS)
    response = connection.getresponse()
    text = response.read().decode()
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    return Page(response.status, text, response.getheader("ETag"), cookie)


def get(path: str, **headers: str) -> bytes:
    return _request("GET", path, {name.replace("_", "-"): text for name, text in headers.items()})


def post(path: str, typed: dict[str, str], cookie: str = "") -> bytes:
    body = urlencode(typed).encode()
    kind = "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cookie": cookie}
    return _request("POST", path, headers) + body


def hidden(page: Page, name: str) -> str:
    """What a hidden field of the page's form holds."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    if found is None:
        raise RuntimeError(f"the page has no form with {name}")
    return found[1]


def _request(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{name}: {text}" for name, text in (HEADERS | headers).items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode()
