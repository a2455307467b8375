from datetime import timedelta

import pytest

from bot.figures.gaps import stood
from bot.figures.period import Period
from bot.review.states import Action, State
from tests.bot.figures_data import MONDAY, ask, day, days, decide, gap

pytestmark = pytest.mark.django_db
JUNE = Period(day("2026-06-01"), day("2026-06-30"))


def test_a_gap_is_shown_as_it_stood_at_the_end_of_the_period() -> None:
    found = gap(ask(outcome="unanswered"))
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY + days(40))
    (stands,) = stood(JUNE).all
    assert stands.state is State.OPEN
    assert stands.closed is None
    (later,) = stood(Period(day("2026-06-01"), day("2026-07-31"))).all
    assert later.state is State.DISMISSED


def test_the_time_to_close_runs_from_the_first_question_to_the_last_closing() -> None:
    found = gap(ask(outcome="unanswered"))
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY + days(1))
    decide(found, Action.REOPEN, State.OPEN, MONDAY + days(2))
    decide(found, Action.POINT, State.AWAITING, MONDAY + days(3))
    decide(found, Action.CONFIRM, State.ANSWERED, MONDAY + days(4), by=None)
    gaps = stood(JUNE)
    assert gaps.closed[0].days == gaps.median_days == 4.0
    assert gaps.closed[0].decisions[-1].by == ""


def test_gaps_asked_about_most_come_first_and_closed_ones_not_at_all() -> None:
    rare, often, closed = (
        gap(*(ask(outcome="unanswered") for _ in range(times)), title=title)
        for title, times in (("rare", 1), ("often", 3), ("closed", 5))
    )
    decide(closed, Action.DISMISS, State.DISMISSED, MONDAY + days(1))
    gaps = stood(JUNE)
    assert [one.id for one in gaps.top] == [often.id, rare.id]
    assert {one.id for one in gaps.all} == {rare.id, often.id, closed.id}


def test_what_closed_before_and_was_not_asked_again_is_left_out() -> None:
    found = gap(ask(MONDAY - days(60), outcome="unanswered"))
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY - days(50))
    assert stood(JUNE).all == []


def test_overdue_is_what_is_live_and_past_its_date() -> None:
    late = gap(ask(outcome="unanswered"), due=day("2026-06-10"))
    decide(late, Action.ASSIGN, State.ASSIGNED, MONDAY + timedelta(hours=1))
    gap(ask(outcome="unanswered"), due=day("2026-06-30"))
    assert [one.id for one in stood(JUNE).overdue] == [late.id]
