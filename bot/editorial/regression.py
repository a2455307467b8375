"""The saved questions that every preview asks."""

from django.conf import settings

from knowledge.models import Language
from knowledge.questions import read_questions


def saved_questions() -> list[tuple[str, Language]]:
    files = sorted(settings.HOLI_QUESTIONS.glob("*.jsonl"))
    asked = read_questions(files) if files else []
    return [(question.text, question.language) for question in asked if not question.previous]
