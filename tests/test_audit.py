from tests.audit import report

SKIPPED = {"name": "left-out", "skip_reason": "Dependency not found on PyPI"}
SOUND = {"name": "sound", "version": "1.0", "vulns": []}
KNOWN = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-0000-0", "fix_versions": ["1.1"]}]}


def test_nothing_looked_up_is_not_nothing_found() -> None:
    said, well = report({"x.txt": [SKIPPED], "y.txt": []})
    assert not well
    (sentence,) = said
    assert "nothing is known of x.txt, y.txt" in sentence


def test_an_advisory_is_named_with_what_mends_it() -> None:
    said, well = report({"x.txt": [SKIPPED, SOUND, KNOWN]})
    assert not well
    assert said == [
        "x.txt: old 1.0 has PYSEC-0000-0, fixed in 1.1",
        "x.txt: not looked up: left-out",
        "x.txt: advisories: 1",
    ]


def test_nothing_found_is_well() -> None:
    assert report({"x.txt": [SOUND]}) == (["x.txt: advisories: 0"], True)
