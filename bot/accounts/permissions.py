"""Who may do what. What a draft's or a question's state allows is asked elsewhere (`policies.py` of each room)."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bot.web.language import page_language


class Right(StrEnum):
    READ = "read"
    REVIEW = "review"
    EDIT = "edit"
    PUBLISH = "publish"
    AUDIT = "audit"
    ADMINISTER = "administer"


# Django groups by name, and what their members may do.
GROUPS: dict[str, frozenset[Right]] = {
    "reader": frozenset({Right.READ}),
    "reviewer": frozenset({Right.READ, Right.REVIEW}),
    "editor": frozenset({Right.READ, Right.EDIT}),
    "publisher": frozenset({Right.READ, Right.EDIT, Right.PUBLISH}),
    "auditor": frozenset({Right.READ, Right.AUDIT}),
    "administrator": frozenset(Right),
}

View = Callable[..., HttpResponse]
Person = AbstractBaseUser | AnonymousUser


def rights(person: Person) -> frozenset[Right]:
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    held = person.groups.values_list("name", flat=True)
    return frozenset().union(*(GROUPS.get(name, frozenset()) for name in held))


def signed_in(request: HttpRequest) -> User:
    """Who it is, in a view that needs a right."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def can(person: Person, right: Right) -> bool:
    return right in rights(person)


def check(person: Person, *enough: Right) -> None:
    """Any of these rights is enough."""
    if not rights(person) & frozenset(enough):
        raise PermissionDenied(*enough)


def needs(*enough: Right) -> Callable[[View], View]:
    """Any of these rights. Someone who isn't signed in is sent to sign in; someone without one is told so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(
                    request.get_full_path(), f"{reverse('sign-in')}?language={page_language(request)}"
                )
            check(request.user, *enough)
            return view(request, *args, **kwargs)

        return checked

    return decorate
