import socket
from ipaddress import ip_address, ip_network

import pytest

from bot.feeds.guard import Guard


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "192.0.0.8", "192.88.99.1", "224.0.0.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "2001::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not Guard().permits(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses(address: str) -> None:
    assert Guard().permits(ip_address(address))


def test_opened_networks_are_permitted() -> None:
    guard = Guard((ip_network("127.0.0.0/8"),))

    assert guard.permits(ip_address("127.0.0.2"))
    assert guard.permits(ip_address("::ffff:127.0.0.2"))
    assert not guard.permits(ip_address("10.0.0.1"))
    assert guard.opens_host("sub.localhost")
    assert not guard.opens_host("example.com")


def test_a_refused_address_gets_no_socket_and_is_remembered() -> None:
    guard = Guard()
    refused = guard.watch()

    with pytest.raises(OSError, match="not public"):
        guard.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 80)))

    assert refused == ["10.0.0.1"]
