"""A question that waits for the database is given, erased and emptied like those in the log."""

import json
import os
import time

from tests.bot.privacy.conftest import Home


def test_what_waits_is_given_from_the_log_and_erased_there(home: Home) -> None:
    mine, file = home.waits("Who approves the zebra page?")
    given = json.loads(home.holi("subject-access", "--conversation", str(mine)).stdout)
    assert [one["questions"][0]["text"] for one in given] == ["Who approves the zebra page?"]
    assert not file.exists()
    second, file = home.waits("Who approves the lion page?")
    home.holi("erase", "--conversation", str(second), "--yes")
    assert not file.exists()
    assert home.rows("holi.db", "select text from chat_question order by text") == [
        ("",),
        ("Who approves the zebra page?",),
    ]


def test_a_file_that_cannot_be_read_goes_with_its_conversation_or_with_its_time(home: Home) -> None:
    mine, torn = home.waits("Who approves the zebra page?")
    yours, kept = home.waits("Who approves the lion page?")
    for file in (torn, kept):
        file.write_text(file.read_text().removesuffix("]"))
    (given,) = json.loads(home.holi("subject-access", "--conversation", str(mine)).stdout)
    assert given["conversation"] is None
    assert "zebra" in given["spool"][0]["held"]
    assert "Erased 1 file of the spool." in home.holi("erase", "--conversation", str(mine), "--yes").stdout
    (left,) = (file for file in kept.parent.iterdir() if file.name != ".lock")
    assert str(yours) in left.read_text()
    old = time.time() - 400 * 86400
    os.utime(left, (old, old))
    assert "Would erase 1 file of the spool." in home.holi("retention", "--dry-run").stdout
    home.holi("retention")
    assert not left.exists()
