"""From where somebody comes, whatever they say about it themselves."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.address import network_behind, network_of, proxies_from, visitor

PROXY, INNER, VISITOR, FORGED = "10.0.0.1", "10.0.0.2", "198.51.100.7", "6.6.6.6"


def seen(remote, forwarded="", trusted=""):
    found = visitor(remote, forwarded, proxies_from(trusted))
    return found and str(found)


@pytest.mark.parametrize("forged", ["", FORGED, f"{FORGED}, {PROXY}", "127.0.0.1", "garbage"])
def test_without_a_trusted_proxy_nothing_said_is_believed(forged):
    assert seen(VISITOR, forged) == VISITOR


@pytest.mark.parametrize("trusted", ["1", PROXY, "10.0.0.0/8"])
@pytest.mark.parametrize("forged", ["", f"{FORGED}, ", f"{FORGED},10.9.9.9, ", "garbage,,:, "])
def test_behind_a_proxy_only_what_it_has_added_is_believed(trusted, forged):
    assert seen(PROXY, forged + VISITOR, trusted) == VISITOR


@pytest.mark.parametrize("trusted", ["2", f"{PROXY}, {INNER}", "10.0.0.0/8 2001:db8::/32"])
def test_behind_two_proxies(trusted):
    assert seen(PROXY, f"{FORGED}, {VISITOR}, {INNER}", trusted) == VISITOR


def test_who_comes_past_the_proxies_is_believed_nothing():
    assert seen(VISITOR, FORGED, "10.0.0.0/8") == VISITOR


def test_a_proxy_that_is_not_trusted_ends_the_way():
    assert seen(PROXY, f"{FORGED}, {VISITOR}, 192.0.2.9", PROXY) == "192.0.2.9"


@pytest.mark.parametrize("said", ["", "unknown", f"{FORGED}, unknown", f"{FORGED}, ", "1.2.3.4.5"])
@pytest.mark.parametrize("trusted", ["1", PROXY])
def test_a_proxy_that_names_nobody_speaks_for_itself(said, trusted):
    assert seen(PROXY, said, trusted) == PROXY


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("198.51.100.7:4711", VISITOR),
        ("  198.51.100.7  ", VISITOR),
        ("::ffff:198.51.100.7", VISITOR),
        ("[::ffff:198.51.100.7]:4711", VISITOR),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:DB8:0::7]:4711", "2001:db8::7"),
        ("[]", PROXY),
        ("[]:80", PROXY),
        (":80", PROXY),
        ("198.51.100.7:port", PROXY),
        ("0198.51.100.7", PROXY),
        ("x" * 8_000, PROXY),
        ("," * 8_000, PROXY),
        ("\x00", PROXY),
        ("１98.51.100.7", PROXY),
    ],
)
def test_a_hop_however_it_is_written(said, address):
    assert seen(PROXY, said, PROXY) == address


def test_a_proxy_with_an_ipv4_address_in_ipv6s_clothes():
    assert seen(f"::ffff:{PROXY}", VISITOR, PROXY) == VISITOR


@pytest.mark.parametrize(
    ("trusted", "address"), [("", None), (PROXY, None), ("unix", VISITOR), ("1", VISITOR)]
)
def test_a_socket_has_no_address(trusted, address):
    assert seen("", VISITOR, trusted) == address
    assert seen("", "", trusted) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        (VISITOR, VISITOR),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ("fe80::7%eth0", "fe80::/64"),
    ],
)
def test_a_subscriber_is_one_network(address, network):
    assert network_of(visitor(address, "", proxies_from(""))) == network


@pytest.mark.parametrize(
    ("remote", "network"), [(PROXY, VISITOR), (VISITOR, VISITOR), ("", ""), (None, "")]
)
def test_a_request(rf, settings, remote, network):
    settings.TRUSTED_PROXIES = proxies_from(PROXY)
    request = rf.get("/", headers={"X-Forwarded-For": f"{FORGED}, {VISITOR}"}, REMOTE_ADDR=remote)
    assert network_behind(request) == network


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0.1/8", "proxy", "1,2", "-1", "1.5"])
def test_what_cannot_be_trusted_is_said_at_the_start(text):
    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES: "):
        proxies_from(text)
