"""A gap of five questions that mean the same."""

from pathlib import Path

import pytest

from bot.review.collecting import collect
from bot.review.grouping import Centres
from bot.review.models import Gap
from knowledge.encoder import Encoder
from tests.bot.review.steps import DOGS, ask


@pytest.fixture
def dogs(published: Path, encoder: Encoder) -> Gap:
    for text, language in DOGS:
        ask(text, language)
    collect(encoder, Centres())
    return Gap.objects.get()
