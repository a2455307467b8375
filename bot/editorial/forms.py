"""What editors and publishers fill in."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.editing import HEADING
from knowledge.library import Library
from knowledge.models import Anchor, Language

LANGUAGES = [(str(Language.CY), _("Welsh")), (str(Language.EN), _("English"))]


ASKED = {
    str(Language.CY): _("How people also ask for it in Welsh, a line each: searched, never shown"),
    str(Language.EN): _("How people also ask for it in English, a line each: searched, never shown"),
}


def refuse_headings(cleaned: dict[str, Any]) -> None:
    """In the words of a section, in any language."""
    if any(HEADING.search(str(text)) for name, text in cleaned.items() if name.startswith("text_")):
        raise forms.ValidationError(_("A line that begins with # would open another section. Take the # away."))


class NewDraftForm(forms.Form):
    title = forms.CharField(max_length=120, label=_("What is the draft for?"))


class ImportForm(forms.Form):
    file = forms.FileField(label=_("File: Word, PDF, HTML, Markdown or plain text"))
    language = forms.ChoiceField(choices=[*LANGUAGES, ("", _("Both"))], required=False, label=_("Language of the file"))
    document = forms.RegexField(
        r"^[a-z0-9-]+$", max_length=80, label=_("Document's short name, like social-media-policy"),
        error_messages={"invalid": _("Use lower-case letters, digits and hyphens only.")},
    )  # fmt: skip
    title = forms.CharField(max_length=200, required=False, label=_("Title, if not the file's own"))
    version = forms.CharField(max_length=40, label=_("Version"))
    owner = forms.CharField(max_length=120, required=False, label=_("Who owns it, if it has changed"))
    effective = forms.DateField(required=False, label=_("In force from"), widget=forms.DateInput({"type": "date"}))
    review_by = forms.DateField(required=False, label=_("Review by"), widget=forms.DateInput({"type": "date"}))


class SectionForm(forms.Form):
    """A field for each language that the document stands in."""

    def __init__(self, *args: Any, languages: list[Language], section: Anchor, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section, self.library = section, library
        for language in languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=dict(LANGUAGES)[str(language)], strip=False, required=False,
                widget=forms.Textarea({"rows": 18, "lang": str(language), "spellcheck": "true"}),
            )  # fmt: skip
        for language in languages:
            self.fields[f"asked_{language}"] = forms.CharField(
                label=ASKED[str(language)], required=False,
                widget=forms.Textarea({"rows": 4, "lang": str(language), "spellcheck": "true"}),
            )  # fmt: skip
        self.fields["superseded_by"] = forms.CharField(
            label=_("Section that supersedes it, if one does: like 4.2, or elections#2.1 in another document"),
            required=False, max_length=120,
        )  # fmt: skip

    def clean_superseded_by(self) -> Anchor | None:
        found = _section(self.cleaned_data["superseded_by"], self.library, self.section.document)
        if found == self.section:
            raise forms.ValidationError(_("A section can't supersede itself. Name another."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_headings(cleaned)
        return cleaned


class RedirectForm(forms.Form):
    section = forms.CharField(widget=forms.HiddenInput)
    to = forms.CharField(required=False, max_length=120, label=_("Section that says it now, like elections#2.1"))
    note_cy = forms.CharField(required=False, max_length=500, label=_("Where to look instead, in Welsh"))
    note_en = forms.CharField(required=False, max_length=500, label=_("Where to look instead, in English"))

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = False  # there are several on a page
        self.library = library

    def clean_section(self) -> Anchor:
        try:
            return Anchor.parse(self.cleaned_data["section"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_to(self) -> Anchor | None:
        return _section(self.cleaned_data["to"], self.library, "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        notes = [cleaned.get("note_cy"), cleaned.get("note_en")]
        if not self.errors and (any(notes) != all(notes) or not (cleaned.get("to") or all(notes))):
            raise forms.ValidationError(
                _("Name the section that says it now, or write in both languages where to look.")
            )
        return cleaned


def _section(written: str, library: Library, document: str) -> Anchor | None:
    """A section of the library from `document#number`, or a number alone in this document."""
    if not written:
        return None
    anchor = Anchor.parse(written) if re.fullmatch(".+#.+", written) else Anchor(document, written)
    if not any(section.text for one in Language if (section := library.section(anchor, one))):
        sentence = _("This draft has no such section with text:")
        raise forms.ValidationError(f"{sentence} {written}")
    return anchor


class PublishForm(forms.Form):
    note = forms.CharField(max_length=500, label=_("Why is it published?"), widget=forms.Textarea({"rows": 2}))
    reason = forms.CharField(
        max_length=1000,
        label=_("Why these are accepted"),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class RollBackForm(forms.Form):
    note = forms.CharField(max_length=500, label=_("Why go back?"), widget=forms.Textarea({"rows": 2}))
