"""What addresses the site has: nothing but its resolver is asked."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver


def routes() -> list[str]:
    """Each pattern of the site, written as `resolve(address).route` writes it."""
    return list(_beneath(get_resolver(), ""))


def _beneath(resolver: Any, above: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        own = str(pattern.pattern)
        # As Django joins them.
        route = above + own.removeprefix("^") if above else own
        if isinstance(pattern, URLResolver):
            yield from _beneath(pattern, route)
        else:
            yield route
