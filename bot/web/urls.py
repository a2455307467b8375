from django.urls import include, path

from bot.privacy.pages import privacy
from bot.review.contact import leave_contact
from bot.web import pages
from bot.web.readiness import ready

urlpatterns = [
    path("", pages.demo, name="demo"),
    path("privacy", privacy, name="privacy"),
    path("library/", pages.library, name="library"),
    path("library/<slug:id>", pages.document, name="document"),
    path("healthz", pages.health, name="health"),
    path("readyz", ready, name="ready"),
    path("", include("bot.accounts.urls")),
    path("api/contact", leave_contact, name="contact"),
    path("review/", include("bot.review.urls")),
    path("editorial/", include("bot.editorial.urls")),
    path("figures/", include("bot.figures.urls")),
    path("", include("bot.status.urls")),
    path("", include("bot.chat.urls")),
    path("", include("bot.teams.urls")),
]
handler400 = "bot.web.pages.bad_request"
handler403 = "bot.web.pages.forbidden"
handler404 = "bot.web.pages.not_found"
handler500 = "bot.web.pages.failed"
