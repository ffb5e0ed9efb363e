"""From where a request comes: past one's own proxies, and no further than they can tell.

X-Forwarded-For is what visitors make it; only what one's own proxies have added to its end is
true. So it is read from its end, and no further than to the first hop that is no proxy of ours.
"""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

# What stands for a proxy that comes by a socket of this machine, and so has no address.
SOCKET = "unix"
BEHIND_PORT = re.compile(r"\[(.*)\](?::\d+)?|([^:]+):\d+")
# What one subscriber is given: whoever has one such address has all of them.
SUBSCRIBER = 64
# Where an IPv4 address changes within: mostly one provider's subscribers of one town.
NEIGHBOURS = 24


@dataclass(frozen=True)
class Proxies:
    """One's own proxies: so many in a row, or whoever comes from these networks."""

    count: int = 0
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    by_socket: bool = False

    def hold(self, hop: Address | None, steps: int) -> bool:
        """Whether the one `steps` away is a proxy of ours; None has come by a socket."""
        if steps < self.count:
            return True
        if hop is None:
            return self.by_socket
        return any(hop in network for network in self.networks)


def proxies_from(text: str) -> Proxies:
    """`2`, or `10.0.0.0/8, 2001:db8::/64, unix`. Raises ImproperlyConfigured for anything else."""
    words = text.replace(",", " ").split()
    if len(words) == 1 and words[0].isdecimal():
        return Proxies(count=int(words[0]))
    try:
        networks = tuple(ip_network(word) for word in words if word != SOCKET)
    except ValueError as error:
        hint = f"Give their number, or their networks and {SOCKET} for a socket."
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}. {hint}") from error
    return Proxies(networks=networks, by_socket=SOCKET in words)


def visitor(remote: str, forwarded: str, proxies: Proxies) -> Address | None:
    """The nearest hop that is no proxy of ours; None if nobody can tell.

    A proxy that names nobody who could be behind it speaks for itself.
    """
    nearest = _address(remote)
    behind = reversed(forwarded.split(","))
    steps = 0
    while proxies.hold(nearest, steps):
        hop = _address(next(behind, ""))
        if hop is None:
            break
        nearest, steps = hop, steps + 1
    return nearest


def network_of(address: Address) -> str:
    """What one subscriber has: an IPv4 address, or sixty-four bits of an IPv6 one."""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address), SUBSCRIBER), strict=False))


def neighbours_of(address: Address) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one."""
    if isinstance(address, IPv6Address):
        return network_of(address)
    return str(IPv4Network((int(address), NEIGHBOURS), strict=False))


def network_behind(request: HttpRequest) -> str:
    """The visitor's network; empty if it cannot be told."""
    found = visitor_behind(request)
    return network_of(found) if found else ""


def address_behind(request: HttpRequest) -> str:
    """The visitor's address, the same way."""
    return str(visitor_behind(request) or "")


def visitor_behind(request: HttpRequest) -> Address | None:
    """None if it cannot be told."""
    remote = request.META.get("REMOTE_ADDR") or ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return visitor(remote, forwarded, settings.TRUSTED_PROXIES)


def _address(text: str) -> Address | None:
    text = text.strip()
    bare = BEHIND_PORT.fullmatch(text)
    try:
        found = ip_address((bare[1] or bare[2]) if bare else text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
