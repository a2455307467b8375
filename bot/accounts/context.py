"""What a template may ask about who is signed in."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bot.accounts.permissions import rights


def held(request: HttpRequest) -> dict[str, object]:
    """`rights`, looked up only where a page shows something for them."""
    return {"rights": SimpleLazyObject(lambda: rights(getattr(request, "user", AnonymousUser())))}
