"""Values that no field of ours should be given, and how they are sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.test import Client

from tests.proof.world import World

FORM = "application/x-www-form-urlencoded"
HUGE = "9" * 30
BEYOND = str(2**63)
# Each field is given these before any is given the others.
WORST = ["", "-1", HUGE, "a\0b", "\ud800", ["1", "x"]]
BAD = [
    *("0", BEYOND, str(2**31), "x", "x" * 20_000, "1e309", "NaN", "0x1F", "1_0", "٣"),
    *("on", "[]", "{}", "null", "%", "%00", "'", '"', "\\", "(", "(a+)+$", "[[:<:]]", "\u202e"),
    *("2026-02-30", "0001-01-01", "9999-12-31T23:59:59", "10000-01-01", "-infinity", "25:61"),
    *(
        "1.1.1.1",
        "999999999.1",
        "../..",
        "//example.org",
        "javascript:alert(1)",
        "\r\nSet-Cookie: a=b",
    ),
]
# In an address; as it is written there.
PARTS = [
    "0",
    "-1",
    BEYOND,
    HUGE,
    "x",
    "%00",
    "%ED%A0%80",
    "%FF",
    "1%2F2",
    "_5F",
    "%3Fa=b",
    "%C3%A9",
]


# What is no form: JSON, parts that never end, half characters, more fields than anybody has.
BROKEN = [
    ("application/json", b'{"verb": ["remove"]}'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="'),
    ("multipart/form-data", b"--\r\n"),
    (f"{FORM}; charset=utf-7", b"verb=hold&text=+AGE-"),
    (FORM, b"&%&=%ED%A0%80&" + b"a=&" * 2_000),
]


def values_for(world: World, address: str, fields: set[str]) -> list[tuple[str, Any]]:
    """Ids of what is there, but of another article or another sort, are no better."""
    ids = [str(world.names[name]) for name in ("elsewhere", "article", "decision", "user")]
    # Django itself fails for an empty field's name, in pages that are only superusers'.
    known = sorted(fields - {"csrfmiddlewaretoken", "_to_field" if "/auth/" in address else ""})
    return [(field, value) for value in [*WORST, *BAD, *ids] for field in known]


def in_addresses(at: str, names: dict[str, Any]) -> list[str]:
    places = sorted({name for _, name, _, _ in Formatter().parse(at) if name})
    return [at.format(**(names | {place: part})) for part in PARTS for place in places]


def some(tries: list[Any], most: int) -> list[Any]:
    """So many of them, the same ones each time."""
    return Random(len(tries)).sample(tries, min(most, len(tries)))


def encoded(values: dict[str, Any]) -> bytes:
    """As a form sends it, but with what no browser would encode."""
    text = urlencode(values, doseq=True, quote_via=quote, errors="surrogatepass")
    return text.encode()


def get(address: str, client: Client) -> Any:
    return client.get(address)


def post(address: str, body: bytes, *rest: Any) -> Any:
    *kind, client = rest
    return client.generic("POST", address, body, *(kind or [FORM]))


@contextmanager
def overheard() -> Iterator[set[str]]:
    """Which fields are asked for meanwhile, of addresses and forms."""
    heard: set[str] = set()
    own = {name: getattr(QueryDict, name) for name in ("__getitem__", "getlist", "__contains__")}

    def hearing(read: Any) -> Any:
        def listen(self: QueryDict, key: str, *args: Any) -> Any:
            heard.add(key)
            return read(self, key, *args)

        return listen

    for name, read in own.items():
        setattr(QueryDict, name, hearing(read))
    try:
        yield heard
    finally:
        for name in own:
            delattr(QueryDict, name)
