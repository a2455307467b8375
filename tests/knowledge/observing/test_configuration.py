import pytest

from knowledge.errors import SettingsError
from knowledge.observing.configuration import read_observing


def test_plain_lines_and_ids_of_our_own_are_the_default() -> None:
    found = read_observing({})
    assert (found.log, found.ids_taken) == ("plain", False)


@pytest.mark.parametrize(("name", "wrong"), [("HOLI_LOG", "xml"), ("HOLI_REQUEST_IDS", "yes")])
def test_another_value_is_refused_in_a_sentence(name: str, wrong: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{wrong}', not .* or .*. Correct it."):
        read_observing({name: wrong})
