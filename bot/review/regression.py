"""What was once a gap must not become one again: its questions are asked in every preview."""

from bot.review.models import Member
from bot.review.states import State
from knowledge.models import Language


def closed_questions() -> list[tuple[str, Language]]:
    closed = Member.objects.filter(gap__state__in=[State.ANSWERED, State.REDIRECTED])
    rows = closed.exclude(question__text="").order_by("id").values_list("question__text", "question__language")
    return [(text, Language(language)) for text, language in dict.fromkeys(rows)]
