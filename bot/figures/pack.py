"""The audit pack: a ZIP with the report, in both languages, and its data. Two runs give the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from bot.figures.evidence import Evidence, Progress, Published, gather
from bot.figures.gaps import StoodGap
from bot.figures.pdf import pdf
from bot.figures.period import Period
from bot.figures.report import report
from bot.figures.tables import shown
from knowledge.audit import as_csv
from knowledge.models import Language
from knowledge.spreadsheets import csv_text

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the ZIP
PLAIN_FILE = 0o644 << 16
UNIX = 3


def pack_name(period: Period) -> str:
    return f"holi-audit-{period}"


def make_pack(period: Period, progress: Progress) -> bytes:
    evidence = gather(period, progress)
    files: dict[str, bytes] = {}
    for done, language in enumerate(Language):
        progress("writing", done, len(Language))
        with translation.override(language):
            files.update(_reports(evidence, language))
    files.update({f"data/{name}": text.encode() for name, text in _data(evidence)})
    opening = [sentence for language in Language for sentence in _read_me(language)]
    files["DARLLENWCH-README.txt"] = "\n".join(opening).encode()
    digests = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    files["SHA256SUMS"] = "".join(digests).encode()
    return _zipped(files, pack_name(period))


def _zipped(files: dict[str, bytes], folder: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, PLAIN_FILE, UNIX
            made.writestr(entry, files[name])
    return sink.getvalue()


def _reports(evidence: Evidence, language: Language) -> Iterator[tuple[str, bytes]]:
    """In the language that is active."""
    panels = report(evidence, language)
    title, opening = _("Holi: audit report"), _opening(evidence)
    context = {"title": title, "opening": opening, "panels": panels}
    yield f"report.{language}.html", render_to_string("figures/report.html", context).encode()
    yield f"report.{language}.pdf", pdf(title, opening, panels, language)
    for panel in panels:
        yield f"{language}/{panel.key}.csv", csv_text(panel.table.columns, panel.table.plain()).encode()


def _opening(evidence: Evidence) -> list[str]:
    period = evidence.period
    return [
        _("From {start} to {end}, both days included.").format(start=shown(period.start), end=shown(period.end)),
        _("No question is in it word for word, but the titles of gaps: names and numbers in those are masked."),
        _("Gaps are shown as they stood at the end of the period."),
    ]


def _read_me(language: Language) -> list[str]:
    with translation.override(language):
        files = {
            "report": _("The report to read, as HTML and PDF."),
            "cy, en": _("Each table of the report as CSV, in Welsh and in English."),
            "data": _("The audit trail, the releases with every change and the gaps with every decision."),
            "SHA256SUMS": _("The digest of each file. The same period gives the same files."),
        }
        return [_("Holi: audit report"), "", *(f"{name}: {what}" for name, what in files.items()), "", ""]


def _data(evidence: Evidence) -> Iterator[tuple[str, str]]:
    yield "audit-trail.csv", as_csv(evidence.trail)
    yield "settings.json", _json(evidence.settings)
    yield "releases.json", _json([_release(one) for one in evidence.published])
    yield "gaps.json", _json([_gap(gap) for gap in evidence.gaps.all])
    rows = [
        [monday, language, outcome, n]
        for monday, week in evidence.counts.weeks.items()
        for (language, outcome), n in sorted(week.items())
    ]
    yield "questions.csv", csv_text(("week from", "language", "outcome", "questions"), rows)


def _release(one: Published) -> dict[str, Any]:
    return {
        "release": one.digest,
        "who": one.entry.who,
        "when": one.entry.at,
        "what": one.entry.what,
        "why": one.entry.note,
        "details": one.entry.details,
        "manifest": asdict(one.manifest) if one.manifest else None,
        "compared_with": one.compared_with,
        "changes": [
            {
                "section": str(change.anchor), "language": change.language, "kind": change.kind, "title": change.title,
                "before": str(change.before or ""), "words": [[run.side, run.text] for run in change.words],
            }
            for change in one.changes
        ],
        "question_sets": one.figures,
        "unasked": one.unasked,
    }  # fmt: skip


def _gap(gap: StoodGap) -> dict[str, Any]:
    return {
        "number": gap.id,
        "title": gap.title,
        "language": gap.language,
        "asked": gap.asked,
        "state": gap.state,
        "owner": gap.owner,
        "due": gap.due,
        "first_asked": gap.opened,
        "closed": gap.closed,
        "days": gap.days,
        "decisions": [asdict(decision) for decision in gap.decisions],
    }


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n"
