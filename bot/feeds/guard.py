"""Keeps the fetcher out of private networks, at the last moment: on the very address it dials.

A check of names or of DNS answers would miss literal addresses and rebinding.
"""

import errno
import socket
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

# Global by the registry's letter, yet they lead to other addresses or to none:
# NAT64 (well-known and local), 6to4, Teredo, protocol assignments, 6to4 relays, multicast.
_ALSO_BLOCKED: tuple[Network, ...] = tuple(
    ip_network(network)
    for network in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "ff00::/8",
    )
)


class Guard:
    """Decides about addresses; `allowed` networks are open on purpose."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)
        # What was refused while the present task's fetch ran; the client's own error is empty.
        self._refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)

    def permits(self, address: Address) -> bool:
        """Whether a feed or page may be fetched from this address."""
        address = _unmapped(address)
        if self.is_opened(address):
            return True
        return address.is_global and not any(
            address.version == network.version and address in network for network in _ALSO_BLOCKED
        )

    def is_opened(self, address: Address) -> bool:
        """Whether the operator opened this address's network."""
        address = _unmapped(address)
        return any(
            address.version == network.version and address in network for network in self._allowed
        )

    def opens_host(self, host: str) -> bool:
        """Whether a host is one of the operator's own: an opened address, or this machine."""
        if host == "localhost" or host.endswith(".localhost"):
            return self.is_opened(IPv4Address("127.0.0.1")) or self.is_opened(IPv6Address("::1"))
        address = literal(host)
        return address is not None and self.is_opened(address)

    def watch(self) -> list[str]:
        """A list that fills with what is refused from here on in this task."""
        refused: list[str] = []
        self._refused.set(refused)
        return refused

    def open_socket(
        self, info: tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
    ) -> socket.socket:
        """aiohttp's socket_factory: a socket for an address, or OSError when it is not allowed."""
        family, kind, protocol, _, target = info
        address = ip_address(str(target[0]).partition("%")[0])
        if not self.permits(address):
            refused = self._refused.get()
            if refused is not None:
                refused.append(str(address))
            raise OSError(errno.EACCES, f"the address {address} is not public")
        return socket.socket(family, kind, protocol)


# One fetch asks several times about its host.
@lru_cache(maxsize=1024)
def literal(host: str) -> Address | None:
    """The address that a host of a URL is, if it is one."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _unmapped(address: Address) -> Address:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
