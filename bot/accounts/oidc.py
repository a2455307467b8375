"""Signing in at an identity provider: what mozilla-django-oidc leaves to the site, and the checks that it lacks."""

from functools import lru_cache
from typing import Any

import httpx
import jwt
import requests
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from bot.accounts.configuration import Provider
from bot.accounts.people import person_of
from bot.accounts.refusals import SignInRefused

ALGORITHMS = ("RS256", "PS256", "ES256")
REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
LEEWAY = 60  # seconds that two clocks may be apart
PATIENCE = 10  # seconds
KEPT = 24 * 60 * 60  # seconds that the key set is used without being fetched again; an unknown key fetches it
# By the library's names.
SETTINGS: dict[str, Any] = {
    "OIDC_USE_PKCE": True,
    "OIDC_RP_SCOPES": "openid profile email",
    "OIDC_AUTHENTICATION_CALLBACK_URL": "provider-callback",
    "OIDC_TIMEOUT": PATIENCE,
}


def setting(name: str, *default: Any) -> Any:
    if name == "OIDC_OP_AUTHORIZATION_ENDPOINT":
        return metadata()["authorization_endpoint"]
    if name == "OIDC_RP_CLIENT_ID":
        return configured().client_id
    return SETTINGS.get(name, *default)


def configured() -> Provider:
    """Raises SignInRefused."""
    found: Provider | None = settings.HOLI_PROVIDER
    if found is None:
        raise SignInRefused("unavailable")
    return found


def metadata() -> dict[str, Any]:
    """What the provider says of itself. Raises SignInRefused."""
    return _metadata(configured().issuer)


@lru_cache(maxsize=1)
def _metadata(issuer: str) -> dict[str, Any]:
    try:
        answer = httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=PATIENCE).raise_for_status()
        found: dict[str, Any] = answer.json()
        whole = all(found[name] for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise SignInRefused("unavailable") from None
    if not whole or found.get("issuer") != issuer:
        raise SignInRefused("unavailable")
    return found


@lru_cache(maxsize=1)
def _keys(address: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(address, lifespan=KEPT, timeout=PATIENCE)


def checked(token: str) -> dict[str, Any]:
    """The claims of a token that the provider signed for us. Raises SignInRefused."""
    provider = configured()
    try:
        if jwt.get_unverified_header(token).get("alg") not in ALGORITHMS:
            raise SignInRefused("token")
        key = _keys(metadata()["jwks_uri"]).get_signing_key_from_jwt(token)
        claims: dict[str, Any] = jwt.decode(
            token, key, list(ALGORITHMS), {"require": REQUIRED},
            audience=provider.client_id, issuer=provider.issuer, leeway=LEEWAY,
        )  # fmt: skip
    except jwt.PyJWKClientConnectionError:
        raise SignInRefused("unavailable") from None
    except jwt.PyJWTError:
        raise SignInRefused("token") from None
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise SignInRefused("token")
    if provider.tenant and claims.get("tid") != provider.tenant:
        raise SignInRefused("tenant")
    return claims


class ProviderBackend(OIDCAuthenticationBackend):
    get_settings = staticmethod(setting)

    def __init__(self) -> None:
        """Made at every request, so nothing is asked of the provider yet."""
        self.UserModel = User  # the library's name

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - the library's names
        return str(metadata()["token_endpoint"])

    @property
    def OIDC_RP_CLIENT_ID(self) -> str:  # noqa: N802
        return str(configured().client_id)

    @property
    def OIDC_RP_CLIENT_SECRET(self) -> str:  # noqa: N802
        return str(configured().secret)

    def get_token(self, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().get_token(payload)
        except requests.HTTPError:
            raise SignInRefused("token") from None  # its text has the request, which isn't for the log
        except requests.RequestException:
            raise SignInRefused("unavailable") from None
        if not isinstance(found.get("id_token"), str):
            raise SignInRefused("token")
        return found

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        claims = checked(token)
        if not kwargs.get("nonce") or claims.get("nonce") != kwargs["nonce"]:
            raise SignInRefused("token")
        return claims

    def store_tokens(self, access_token: str, id_token: str) -> None:
        """The provider asks for it when the person signs out; nothing else is kept of the tokens."""
        self.request.id_token = id_token

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        self.request.claims = payload
        return person_of(payload)

    def get_user(self, user_id: int) -> User | None:
        if settings.HOLI_PROVIDER is None:
            return None
        found: User | None = super().get_user(user_id)
        return found if found and found.is_active else None


def sign_out_address(request: HttpRequest, back: str) -> str:
    """Where the provider ends its own session; `back` where it can't."""
    token = request.session.get("id_token")
    if not (token and settings.HOLI_PROVIDER):
        return back
    try:
        address = metadata().get("end_session_endpoint")
    except SignInRefused:
        return back
    asked = {"id_token_hint": token, "post_logout_redirect_uri": request.build_absolute_uri(back)}
    return str(httpx.URL(address, params=asked)) if address else back
