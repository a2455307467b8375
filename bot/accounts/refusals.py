"""Why somebody couldn't sign in, as the page says it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

REFUSALS: dict[str, Callable[[], str]] = {
    "unavailable": lambda: _("The council's sign-in service can't be reached just now. Please try again soon."),
    "declined": lambda: _("You weren't signed in by the council's sign-in service. Please try again."),
    "state": lambda: _("This sign-in was begun in another window or too long ago. Please try again."),
    "token": lambda: _("The answer of the sign-in service couldn't be trusted, so you weren't signed in."),
    "tenant": lambda: _("Your account belongs to another organisation, which may not use Holi."),
    "groups": lambda: _(
        "You are in so many groups that the sign-in service doesn't name them. Ask Holi's administrator for a role."
    ),
    "inactive": lambda: _("Your account in Holi has been closed. Ask Holi's administrator."),
    "links": lambda: _("Sign-in links aren't used here."),
}


class SignInRefused(Exception):
    """The text is a key of REFUSALS."""
