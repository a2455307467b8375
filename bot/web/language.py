"""The language of a page: what its address says, else Welsh."""

from collections.abc import Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from knowledge.models import Language


def page_language(request: HttpRequest) -> Language:
    wanted = request.GET.get("language", "")
    return Language(wanted) if wanted in tuple(Language) else Language.CY


def in_both(message: Callable[[], str]) -> dict[str, str]:
    """A sentence in every language, Welsh first; `message` is a call, so that it is translated late."""
    found = {}
    for language in Language:
        with translation.override(language):
            found[str(language)] = str(message())
    return found


class PageLanguageMiddleware:
    async_capable = True
    sync_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(page_language(request))
        return self.get_response(request)
