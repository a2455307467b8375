"""What can happen to a gap: pure data, from which the documentation's diagram is drawn."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"  # nobody has decided
    ASSIGNED = "assigned"  # a policy owner has it, with a date
    AWAITING = "awaiting"  # an answer stands in a draft; a release must bring it
    ANSWERED = "answered"  # asked again, and answered as decided
    REDIRECTED = "redirected"  # asked again, and sent to the right service
    DISMISSED = "dismissed"  # not a question
    MERGED = "merged"  # its questions are another gap's


class Action(StrEnum):
    POINT = "point"  # answered already, by this section
    DRAFT = "draft"  # new guidance is drafted
    ASSIGN = "assign"
    REDIRECT = "redirect"  # out of scope: this service helps
    DISMISS = "dismiss"
    MERGE = "merge"
    SPLIT = "split"  # some of its questions mean something else
    MOVE = "move"
    REOPEN = "reopen"
    UNDO = "undo"
    CONFIRM = "confirm"  # Holi asked again, and it was answered
    CONFIRM_REDIRECT = "confirm-redirect"


LIVE = frozenset({State.OPEN, State.ASSIGNED, State.AWAITING})
CLOSED = frozenset({State.ANSWERED, State.REDIRECTED, State.DISMISSED})
HOLIS = frozenset({Action.CONFIRM, Action.CONFIRM_REDIRECT})  # nobody may take these by hand
SORTING = frozenset({Action.SPLIT, Action.MOVE})  # questions change place; the state stays

# From which states each action leads, and where. None: the state stays, or what was undone says it.
STEPS: dict[Action, tuple[frozenset[State], State | None]] = {
    Action.POINT: (LIVE, State.AWAITING),
    Action.DRAFT: (LIVE, State.AWAITING),
    Action.ASSIGN: (LIVE, State.ASSIGNED),
    Action.REDIRECT: (LIVE, State.AWAITING),
    Action.DISMISS: (LIVE, State.DISMISSED),
    Action.MERGE: (LIVE, State.MERGED),
    Action.SPLIT: (LIVE | CLOSED, None),
    Action.MOVE: (LIVE | CLOSED, None),
    Action.REOPEN: (CLOSED, State.OPEN),
    Action.UNDO: (frozenset(State), None),
    Action.CONFIRM: (frozenset({State.ASSIGNED, State.AWAITING}), State.ANSWERED),
    Action.CONFIRM_REDIRECT: (frozenset({State.AWAITING}), State.REDIRECTED),
}


@dataclass(frozen=True)
class Refusal(Exception):
    """The state doesn't allow the action."""

    state: State
    action: Action


def allows(state: State, action: Action) -> bool:
    return state in STEPS[action][0]


def after(state: State, action: Action) -> State:
    """Raises Refusal."""
    if not allows(state, action):
        raise Refusal(state, action)
    return STEPS[action][1] or state


def diagram() -> str:
    """As Mermaid draws it."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.OPEN}"]
    for action, (sources, target) in STEPS.items():
        if target is not None:
            lines += [f"    {source} --> {target}: {action}" for source in State if source in sources]
    back = f"    note right of {State.OPEN}: {Action.UNDO} leads back to the state before the last decision"
    return "\n".join([*lines, back]) + "\n"
