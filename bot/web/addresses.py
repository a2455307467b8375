"""The address that a request came from, behind proxies that are trusted and no others."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from knowledge.errors import SettingsError

Network = IPv4Network | IPv6Network
UNKNOWN = "0.0.0.0"  # noqa: S104 - for whoever connects by a socket file


def read_proxies(value: str) -> tuple[Network, ...]:
    """Raises SettingsError."""
    found = []
    for each in filter(None, map(str.strip, value.split(","))):
        try:
            found.append(ip_network(each))
        except ValueError:
            raise SettingsError(
                f"HOLI_TRUSTED_PROXIES holds '{each}', which isn't an address like 10.0.0.5 or a network like"
                " 10.0.0.0/24. Correct it."
            ) from None
    return tuple(found)


def address_of(request: HttpRequest) -> str:
    """The last address that a trusted proxy vouches for: what stands before it in the header, anybody can write."""
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    for said in reversed(request.headers.get("x-forwarded-for", "").split(",")):
        further = _parsed(said.strip())
        if address is None or further is None or not _trusted(address):
            break
        address = further
    return str(address or UNKNOWN)


def _parsed(value: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(value)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.HOLI_TRUSTED_PROXIES)
