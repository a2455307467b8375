from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from time import sleep

import pytest

from knowledge.together import Together


def test_what_arrives_while_one_is_read_is_read_together() -> None:
    begun, go_on = Event(), Event()
    batches: list[list[str]] = []

    def read(texts: list[str]) -> list[str]:
        batches.append(list(texts))
        begun.set()
        assert go_on.wait(10)
        return [text.upper() for text in texts]

    together = Together(read, Lock(), most=3)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, ["a"])
        assert begun.wait(10)
        others = [pool.submit(together, [text]) for text in "bcde"]
        while len(together._waiting) < 4:
            sleep(0.001)
        go_on.set()
        assert [one.result(10) for one in (first, *others)] == [["A"], ["B"], ["C"], ["D"], ["E"]]
    assert [len(batch) for batch in batches] == [1, 3, 1]


def test_each_caller_gets_its_own_and_in_order() -> None:
    together = Together(lambda texts: [text * 2 for text in texts], Lock(), most=2)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: together([f"{n}-{k}" for k in range(5)]), range(50)))
    assert found == [[f"{n}-{k}" * 2 for k in range(5)] for n in range(50)]


def test_an_error_reaches_everyone_whose_text_was_read_and_nobody_after() -> None:
    def read(texts: list[str]) -> list[str]:
        if "bad" in texts:
            raise ValueError("bad")
        return texts

    together = Together(read, Lock())
    with pytest.raises(ValueError, match="bad"):
        together(["bad"])
    assert together(["good"]) == ["good"]
