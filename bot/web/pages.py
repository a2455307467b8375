"""The demo intranet page, and the library as people read it."""

from dataclasses import dataclass, replace

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bot.web.headers import framable
from bot.web.language import page_language
from bot.web.places import Moved, Place, moved, place
from bot.web.published import current_library, current_release
from bot.web.rendering import rendered
from knowledge.errors import ReleaseError
from knowledge.library import Library
from knowledge.models import Document, Language, Section, Status


@dataclass(frozen=True)
class ShownSection:
    section: Section
    html: SafeString
    level: int
    twin: "ShownSection | None" = None
    successor: Place | None = None  # which section supersedes it
    moved: Moved | None = None  # where its words went, if only its heading stands


@require_safe
@framable
def demo(request: HttpRequest) -> HttpResponse:
    return render(request, "web/demo.html", {"twin": page_language(request).twin})


@require_safe
@framable
def library(request: HttpRequest) -> HttpResponse:
    language = page_language(request)
    _, published = current_library()
    shown = [published.document(id, language) or published.document(id, language.twin) for id in published.ids]
    return render(request, "web/library.html", {"documents": shown, "twin": language.twin})


@require_safe
@framable
def document(request: HttpRequest, id: str) -> HttpResponse:
    language = page_language(request)
    release = current_release()
    published = release.library
    own, twin = published.document(id, language), published.document(id, language.twin)
    shown = own or twin
    went = {one.number: one for one in moved(published, release.redirects, id, language)}
    if shown is None:
        document = published.withdrawn.get((id, language)) or published.withdrawn.get((id, language.twin))
        if not (document or went):
            return not_found(request)
        return render(
            request, "web/gone.html", {"document": document, "moved": went.values(), "twin": language.twin}, status=410
        )
    context = {
        "document": shown,
        "illustrative": shown.status is Status.ILLUSTRATIVE,
        "missing": own is None,
        "sections": [
            replace(_shown(section, twin if own else None, published), moved=went.pop(section.anchor.number, None))
            for section in shown.sections
        ],
        "moved": went.values(),
        "twin": language.twin,
        "has_twin": twin is not None and own is not None,
    }
    return render(request, "web/document.html", context)


def _shown(section: Section, twin: Document | None, published: Library) -> ShownSection:
    other = twin.section(section.anchor.number) if twin else None
    level = min(2 + section.anchor.number.count("."), 6)
    shown_twin = _shown(other, None, published) if other and other.text else None
    by = published.successors.get(section.anchor)
    successor = place(published, by, section.language) if by else None
    return ShownSection(section, rendered(section.text), level, shown_twin, successor)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    try:
        digest, _ = current_library()
    except ReleaseError as error:
        return JsonResponse({"status": "unready", "reason": str(error)}, status=503)
    return JsonResponse({"status": "ok", "release": digest})


def _message_page(request: HttpRequest, status: int) -> HttpResponse:
    twin: Language = page_language(request).twin
    return render(request, "web/message.html", {"status": status, "twin": twin}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    too_much = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    return _message_page(request, 413 if too_much else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _message_page(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _message_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _message_page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return _message_page(request, 500)
