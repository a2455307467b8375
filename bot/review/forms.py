"""What reviewers fill in."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from bot.editorial.forms import refuse_headings
from bot.review.policies import owners
from knowledge.models import Language


def why(required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=500, required=required, label=_("Why?"), widget=forms.Textarea({"rows": 2}))


class DecisionForm(forms.Form):
    """`version`: of the gap, as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PointForm(DecisionForm):
    section = forms.CharField(
        max_length=120, label=_("The section that answers"), widget=forms.TextInput({"list": "sections"})
    )
    why = why()

    def __init__(self, *args: Any, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections

    def clean_section(self) -> str:
        """An anchor, whether it was typed or chosen with its title."""
        anchor = str(self.cleaned_data["section"]).split(" ", 1)[0]
        if anchor not in self.sections:
            raise forms.ValidationError(_("There is no such section. Choose one from the list."))
        return anchor


class GuidanceForm(DecisionForm):
    document = forms.ChoiceField(label=_("Document that it goes into"))
    title_cy = forms.CharField(max_length=120, label=_("Title in Welsh"), widget=forms.TextInput({"lang": "cy"}))
    text_cy = forms.CharField(label=_("Guidance in Welsh"), widget=forms.Textarea({"rows": 6, "lang": "cy"}))
    title_en = forms.CharField(max_length=120, label=_("Title in English"), widget=forms.TextInput({"lang": "en"}))
    text_en = forms.CharField(label=_("Guidance in English"), widget=forms.Textarea({"rows": 6, "lang": "en"}))
    why = why()

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = documents  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_headings(cleaned)
        return cleaned

    def texts(self, field: str) -> dict[Language, str]:
        return {language: self.cleaned_data[f"{field}_{language}"] for language in Language}


class AssignForm(DecisionForm):
    owner: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Policy owner")
    )
    due = forms.DateField(label=_("Due by"), widget=forms.DateInput({"type": "date"}))
    why = why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class RedirectForm(DecisionForm):
    service = forms.ChoiceField(required=False, label=_("A service that is known"))
    name_cy = forms.CharField(max_length=80, required=False, label=_("Or another: its name in Welsh"))
    where_cy = forms.CharField(max_length=200, required=False, label=_("Where to find it, in Welsh"))
    name_en = forms.CharField(max_length=80, required=False, label=_("Its name in English"))
    where_en = forms.CharField(max_length=200, required=False, label=_("Where to find it, in English"))
    url = forms.URLField(required=False, assume_scheme="https", label=_("Its address, if it has one"))
    why = why()

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "–"), *services]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        written = [cleaned.get(f"{field}_{language}") for field in ("name", "where") for language in Language]
        if not cleaned.get("service") and not all(written):
            raise forms.ValidationError(_("Choose a service, or write another's name and place in both languages."))
        return cleaned


class DismissForm(DecisionForm):
    why = why(required=True)


class ReopenForm(DecisionForm):
    why = why(required=True)


class UndoForm(DecisionForm):
    why = why()


class MergeForm(DecisionForm):
    into = forms.IntegerField(min_value=1, label=_("Number of the gap that means the same"))
    why = why()


class SortForm(DecisionForm):
    """Some of a gap's questions out of it: into another gap, or, without one, a new one."""

    questions = forms.MultipleChoiceField()
    into = forms.IntegerField(min_value=1, required=False, label=_("Number of the gap they belong to; none: a new one"))
    why = why()

    def __init__(self, *args: Any, questions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [(one, one) for one in questions]  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    name = forms.CharField(max_length=60, label=_("Name"))
