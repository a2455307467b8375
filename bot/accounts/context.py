"""What pages show depends on what the person may do."""

from django.http import HttpRequest

from bot.accounts.permissions import rights


def person_rights(request: HttpRequest) -> dict[str, object]:
    return {"rights": rights(request.user)} if hasattr(request, "user") else {}
