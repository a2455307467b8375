"""The process that reads a file and may die: `python -m knowledge.importing.worker FILE`.

Standard output carries a dot for every step of progress, then one line of JSON: what was read, or why not.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 400 * 1_000_000  # bytes of address space
FULL = 0.75  # of it, in use when a reader failed


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(f"\n{json.dumps(read(Path(sys.argv[1])))}", flush=True)


def read(file: Path) -> dict[str, Any]:
    # Under the limits from the first import: what a parser takes counts too.
    from knowledge.importing.guarding import check_inside
    from knowledge.importing.remarks import ImportRefused

    try:
        return {"parsed": _reader(check_inside(file))(file, _progress).as_json()}
    except ImportRefused as refused:
        return {"refused": refused.remark.kind, "values": refused.remark.values}
    except MemoryError:
        return {"refused": "too_heavy", "values": {}}
    except Exception as error:  # whatever a parser trips over, the file is at fault
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        # A library in C that gets no more memory may name any error.
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {"refused": "too_heavy" if used > FULL * MEMORY else "corrupt", "values": {}}


def _reader(kind: str) -> Any:
    """Only the one that is needed: each brings its own library."""
    from knowledge.importing import guarding

    match kind:
        case guarding.WORD:
            from knowledge.importing.word import read_word as read
        case guarding.PDF:
            from knowledge.importing.pdf import read_pdf as read
        case guarding.HTML:
            from knowledge.importing.html import read_html as read
        case guarding.MARKDOWN:
            from knowledge.importing.text import read_markdown as read
        case _:
            from knowledge.importing.text import read_text as read
    return read


def _progress() -> None:
    print(".", end="", flush=True)


if __name__ == "__main__":
    main()
