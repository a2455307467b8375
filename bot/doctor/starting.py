"""Without these Holi doesn't start: who signs in, the keys, HTTPS. Settings only."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.accounts.configuration import SIGNED_IN, local_accounts, read_provider, who_may_ask
from bot.doctor.checks import Finding, Place, check, right, wrong
from bot.teams.configuration import read_configuration
from bot.web.addresses import read_proxies
from bot.web.reach import exposed, over_https, public_host

SHORTEST_KEY = 50  # characters; what Django asks of its secret key
FEWEST_LETTERS = 5


@check
def reach(place: Place) -> Iterator[Finding]:
    if exposed(place.values):
        yield right(f"Others reach Holi as {place.values.get('HOLI_PUBLIC_URL') or place.values.get('HOLI_HOST')}.")
    else:
        yield right("Only this machine reaches Holi: neither HOLI_HOST nor HOLI_PUBLIC_URL says otherwise.")


@check
def sign_in(place: Place) -> Iterator[Finding]:
    provider = read_provider(place.values)
    local = local_accounts(place.values)
    if provider:
        yield right(f"People sign in at {provider.issuer}; {len(provider.roles)} of its groups have roles in Holi.")
    elif local:
        yield right("People sign in with one-time links of Holi's own (HOLI_LOCAL_ACCOUNTS).")
    elif exposed(place.values):
        yield wrong(
            "Others reach Holi but nobody can sign in. Set HOLI_OIDC_ISSUER, HOLI_OIDC_CLIENT_ID,"
            " HOLI_OIDC_CLIENT_SECRET and HOLI_OIDC_GROUPS (docs/sign-in.md), or HOLI_LOCAL_ACCOUNTS=yes."
        )
    else:
        yield right("People sign in with the one-time links that 'make run' prints.")
    if who_may_ask(place.values) == SIGNED_IN:
        yield right("Only who is signed in may ask (HOLI_ASKING).")
    else:
        yield right("Anyone who reaches Holi may ask, without signing in (HOLI_ASKING).")


@check
def keys(place: Place) -> Iterator[Finding]:
    if not exposed(place.values):
        return
    key = place.values.get("HOLI_SECRET_KEY", "")
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        yield wrong(
            f"HOLI_SECRET_KEY is missing or too easily guessed. Remove it and run 'make setup', which makes one, or set"
            f" at least {SHORTEST_KEY} random characters."
        )
    else:
        yield right("Holi's secret key is long enough.")
    if place.values.get("HOLI_RASA_TOKEN"):
        yield right("Rasa is behind a token.")
    else:
        yield wrong("HOLI_RASA_TOKEN isn't set. Run 'make setup', which makes one, or set a long random text.")


@check
def https(place: Place) -> Iterator[Finding]:
    if not exposed(place.values):
        return
    if not over_https(place.values):
        yield wrong(
            "Others reach Holi but HOLI_PUBLIC_URL doesn't begin with https://. Set it to the address that people type."
        )
        return
    if read_proxies(place.values.get("HOLI_TRUSTED_PROXIES", "")):
        yield right("HTTPS ends at a proxy before Holi (HOLI_TRUSTED_PROXIES).")
    else:
        yield wrong(
            "Holi doesn't speak HTTPS itself. Put a proxy before it that does and that sets X-Forwarded-Proto, and name"
            " its address in HOLI_TRUSTED_PROXIES."
        )
    host = public_host(place.values)
    allowed = [name.strip() for name in place.values.get("HOLI_ALLOWED_HOSTS", "").split(",")]
    if host in allowed:
        yield right(f"Holi answers to the name {host}.")
    else:
        yield wrong(f"HOLI_PUBLIC_URL names {host} but HOLI_ALLOWED_HOSTS doesn't. Add {host} to it.")
    if "*" in allowed:
        yield wrong("HOLI_ALLOWED_HOSTS holds *, so Holi answers to any name. List the names instead.")


@check
def embedding(place: Place) -> Iterator[Finding]:
    origins = [each.strip() for each in place.values.get("HOLI_EMBED_ORIGINS", "").split(",") if each.strip()]
    for origin in origins:
        parts = urlsplit(origin)
        if f"{parts.scheme}://{parts.netloc}" != origin or "*" in origin or not parts.hostname:
            yield wrong(
                f"HOLI_EMBED_ORIGINS holds '{origin}', which isn't an origin like https://intranet.example. Correct it."
            )
        elif exposed(place.values) and parts.scheme != "https":
            yield wrong(f"HOLI_EMBED_ORIGINS holds '{origin}', which isn't https. Correct it.")
        else:
            yield right(f"Pages of {origin} may embed the widget.")


@check
def teams(place: Place) -> Iterator[Finding]:
    found = read_configuration(place.values)
    if found:
        yield right(f"Teams is on for {len(found.tenants)} tenant(s); Microsoft has to reach {found.url}/api/messages.")
    else:
        yield right("Teams is off.")
