"""What the audit trail says was done, in the language of a page; the trail itself is in English."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "applied retention": _("emptied what was kept long enough"),
    "backed up": _("backed up"),
    "built and published": _("built and published"),
    "document imported": _("document imported"),
    "document withdrawn": _("document withdrawn"),
    "draft approved": _("draft approved"),
    "draft begun": _("draft begun"),
    "draft discarded": _("draft discarded"),
    "erased": _("erased at somebody's request"),
    "gave a sign-in link": _("gave somebody a link to sign in"),
    "gave subject access": _("gave somebody what is kept of them"),
    "not completed": _("not completed"),
    "preview built": _("preview built"),
    "published": _("published"),
    "publishing": _("publishing"),
    "redirect written": _("redirect written"),
    "release removed": _("release removed"),
    "restored": _("restored from a backup"),
    "rolled back": _("rolled back"),
    "rolling back": _("rolling back"),
    "section edited": _("section edited"),
    "signed in": _("signed in"),
    "signed out": _("signed out"),
}
