"""`make audit`: the pinned packages against the advisories that PyPI knows, by pip-audit.

Where it reaches no advisory it says of each package that it was skipped, and of all together that nothing was found.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

Dependencies = list[dict[str, Any]]


def audited(file: str) -> Dependencies:
    """What pip-audit says of each package; nothing where it failed."""
    command = [Path(sys.executable).with_name("pip-audit"), "-r", file, "--no-deps", "--disable-pip", "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        found: Dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stderr.strip(), file=sys.stderr)
        return []
    return found


def report(files: dict[str, Dependencies]) -> tuple[list[str], bool]:
    """What is to be said, and whether all is well."""
    unknown = [file for file, dependencies in files.items() if all("skip_reason" in each for each in dependencies)]
    said, well = [], not unknown
    for file in sorted(files.keys() - unknown):
        looked_up = [each for each in files[file] if "skip_reason" not in each]
        skipped = [each["name"] for each in files[file] if "skip_reason" in each]
        known = [(each, advisory) for each in looked_up for advisory in each["vulns"]]
        for each, advisory in known:
            fixed = ", ".join(advisory["fix_versions"]) or "no version yet"
            said.append(f"{file}: {each['name']} {each['version']} has {advisory['id']}, fixed in {fixed}")
        said += [f"{file}: not looked up: {', '.join(skipped)}"] if skipped else []
        said.append(f"{file}: advisories: {len(known)}")
        well = well and not known
    if unknown:
        said.append(
            f"No advisory can be looked up from here, so nothing is known of {', '.join(unknown)}: run this where"
            " PyPI's advisories can be reached, and read docs/dependencies.md."
        )
    return said, well


if __name__ == "__main__":
    sentences, all_well = report({file: audited(file) for file in sys.argv[1:]})
    print("\n".join(sentences))
    sys.exit(not all_well)
