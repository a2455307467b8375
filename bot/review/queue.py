"""Which gaps the queue shows."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bot.editorial.forms import LANGUAGES
from bot.review.models import Gap
from bot.review.states import CLOSED, LIVE, State

ORDERS = {
    "last": ("-last_at",),
    "first": ("first_at",),
    "most": ("-asked", "-last_at"),
}


class QueueForm(forms.Form):
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", _("all that wait")),
            ("closed", _("all that are closed")),
            ("every", _("all")),
            *Gap.State.choices,
        ],
    )
    asked = forms.ChoiceField(required=False, label=_("Asked in"), choices=[("", _("either language")), *LANGUAGES])
    channel = forms.CharField(required=False, max_length=20, label=_("Channel"))
    words = forms.CharField(required=False, max_length=100, label=_("Words"))
    overdue = forms.BooleanField(required=False, label=_("Past due only"))
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[("", _("last asked first")), ("first", _("waiting longest first")), ("most", _("asked most first"))],
    )

    def gaps(self) -> QuerySet[Gap]:
        given = self.cleaned_data if self.is_valid() else {}
        found = Gap.objects.filter(asked__gt=0).select_related("owner")
        state = given.get("state") or ""
        if state in tuple(State):
            found = found.filter(state=state)
        elif state != "every":
            found = found.filter(state__in=CLOSED if state == "closed" else LIVE)
        if language := given.get("asked"):
            found = found.filter(**{f"asked_{language}__gt": 0})
        if channel := given.get("channel"):
            found = found.filter(members__question__conversation__channel=channel).distinct()
        if words := given.get("words"):
            found = found.filter(Q(title__icontains=words) | Q(members__question__text__icontains=words)).distinct()
        if given.get("overdue"):
            found = found.filter(due__lt=date.today(), state__in=LIVE)
        return found.order_by(*ORDERS[given.get("order") or "last"], "id")
