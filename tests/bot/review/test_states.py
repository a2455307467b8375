"""No sequence of actions loses a question or a decision."""

import numpy as np
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question
from bot.review import decisions
from bot.review.grouping import refresh
from bot.review.models import Decision, Gap, Member
from bot.review.states import STEPS, Action, Refusal, State, allows, diagram
from knowledge.settings import ROOT

DIAGRAM = ROOT / "docs" / "gap-states.md"
QUESTIONS = 6
STEPS_TAKEN = st.lists(
    st.tuples(st.sampled_from(Action), st.integers(0, QUESTIONS - 1), st.integers(0, QUESTIONS - 1)), max_size=14
)


def take(action: Action, gap: Gap, other: Gap, person: User) -> None:
    """As the pages and the worker do it."""
    questions = [str(member.question_id) for member in gap.members.order_by("id")[:1]]
    if action is Action.MERGE:
        if other.pk != gap.pk and other.state != State.MERGED:
            decisions.merge(gap, other, person, gap.version)
    elif action is Action.SPLIT:
        if gap.members.count() > 1:
            decisions.split(gap, questions, person, gap.version)
    elif action is Action.MOVE:
        if other.pk != gap.pk and other.state != State.MERGED:
            decisions.move(gap, questions, other, person, gap.version)
    elif action is Action.UNDO:
        decisions.undo(gap, person, gap.version)
    else:
        decisions.decide(gap, action, person, gap.version)


class Sequences(TestCase):
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS_TAKEN)
    def test_nothing_is_lost(self, steps: list[tuple[Action, int, int]]) -> None:
        person = person_with("mair", "reviewer")
        conversation = Conversation.objects.create(channel="widget", language="cy")
        for number in range(QUESTIONS):
            vector = np.eye(QUESTIONS, dtype=np.float32)[number]
            question = Question.objects.create(conversation=conversation, language="cy", text=f"{number}?")
            gap = Gap.objects.create(title=question.text, language="cy", centre=vector.tobytes())
            Member.objects.create(
                question=question, gap=gap, reason="unanswered", vector=vector.astype(np.float16).tobytes(), encoder="x"
            )
            refresh(gap)
        taken = 0
        for action, first, second in steps:
            gaps = list(Gap.objects.order_by("id"))
            gap, before = gaps[first % len(gaps)], Decision.objects.count()
            try:
                take(action, gap, gaps[second % len(gaps)], person)
            except Refusal:
                assert not allows(State(gap.state), action) or action in (Action.UNDO, Action.MERGE)
                assert Decision.objects.count() == before
            taken += Decision.objects.count() - before
        assert Member.objects.count() == QUESTIONS
        assert Decision.objects.count() == taken
        for gap in Gap.objects.all():
            assert gap.asked == gap.members.count()
            assert gap.state != State.MERGED or not gap.members.exists()
            standing = gap.decisions.exclude(action=Action.UNDO).filter(undone=False).last()
            assert gap.state == (standing.after if standing else State.OPEN)
            assert (gap.closed_at is not None) == (gap.state in ("answered", "redirected", "dismissed"))


def test_every_state_is_reached_and_left() -> None:
    reached = {target for _, target in STEPS.values() if target}
    assert reached | {State.OPEN} == set(State)
    for state in State:
        assert any(state in sources for sources, _ in STEPS.values())


def test_a_state_that_does_not_allow_it_refuses() -> None:
    gap = Gap(state=State.DISMISSED)
    assert not allows(State(gap.state), Action.POINT)


def test_the_documented_diagram_is_the_codes() -> None:
    assert f"```mermaid\n{diagram()}```" in DIAGRAM.read_text()
