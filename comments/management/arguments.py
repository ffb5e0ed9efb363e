"""Values that several commands take."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from comments.exchange.formats.known import FORMATS


def moment(text: str) -> datetime:
    """A day or a time, in UTC if it names no zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no date such as 2026-05-01") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def named(formats: Iterable[str]) -> str:
    return ", ".join(f"{name}: {FORMATS[name].name}" for name in formats)


def add_address(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--address",
        type=_site,
        metavar="URL",
        help="the site's own, if it is not https and the first of ALLOWED_HOSTS",
    )


def address_in(options: dict[str, Any]) -> str:
    hosts = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")
    return str(options["address"] or f"https://{next(hosts, 'localhost')}")


def _site(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ArgumentTypeError(f"“{text}” is no address such as https://example.org")
    return text
