"""What each tool finds alone on the gate's own pairs; `make compare-tools` prints the table.

`redocly diff` looks at the same two documents as our wire check; griffe reads the packages that are
generated from them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from generator.comparing.compare import compare
from generator.comparing.rules import Level
from generator.reading.join import JoinedDocument
from generator.reading.problem import SpecificationError
from generator.rendering.render import render_client
from generator.rendering.write import write
from release.surface import surface
from tests.release.pairs import base, breaking, harmless

ROOT = Path(__file__).parents[2]
REDOCLY = ROOT / "node_modules" / ".bin" / "redocly"
TOOLS = ("wire", "redocly", "griffe")


def main() -> None:
    """Judge every pair with every tool and count."""
    groups = {
        "breaking": (*breaking.OPERATIONS, *breaking.SCHEMAS),
        "harmless": (*harmless.ADDITIONS, *harmless.OTHER_WORDS),
    }
    with tempfile.TemporaryDirectory() as folder:
        older = generated(base(), Path(folder) / "older")
        for group, pairs in groups.items():
            found: Counter[str] = Counter()
            for pair in pairs:
                newer = generated(pair.newer, Path(folder) / "newer")
                verdicts = judge(older, newer, pair.newer)
                found.update(tool for tool in TOOLS if verdicts[tool])
                told = " ".join(tool if verdicts[tool] else "-" * len(tool) for tool in TOOLS)
                print(f"{group:<9} {told}  {pair.name}", flush=True)
            counts = ", ".join(f"{tool} {found[tool]}" for tool in TOOLS)
            print(f"== {group}: {len(pairs)} pairs; called breaking by {counts}", flush=True)


def generated(document: JoinedDocument, tree: Path) -> Path:
    """Write the document, and the package that comes of it where one does."""
    shutil.rmtree(tree / "generated", ignore_errors=True)
    (tree / "src").mkdir(parents=True, exist_ok=True)
    if not (tree / "src" / "acme_ticketing_core").exists():
        (tree / "src" / "acme_ticketing_core").symlink_to(ROOT / "src" / "acme_ticketing_core")
    (tree / "openapi.json").write_text(json.dumps(document.data))
    try:
        write(render_client(document), tree / "generated" / "acme_ticketing")
    except SpecificationError:
        (tree / "generated").mkdir(exist_ok=True)  # this edit alone makes no package
    return tree


def judge(older: Path, newer: Path, document: JoinedDocument) -> dict[str, bool]:
    """Return which tools call the edit breaking."""
    whole = (newer / "generated" / "acme_ticketing").is_dir()
    return {
        "wire": any(each.level is Level.MAJOR for each in compare(base(), document)),
        "redocly": redocly(older / "openapi.json", newer / "openapi.json"),
        "griffe": whole and any(True for _ in surface(older, newer)),
    }


def redocly(old: Path, new: Path) -> bool:
    """Return whether `redocly diff` finds something that needs a major version."""
    done = subprocess.run(
        [str(REDOCLY), "diff", str(old), str(new), "--format=json",
         "--config", str(ROOT / "redocly.yaml")],
        check=False, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return bool(json.loads(done.stdout)["summary"]["major"])


if __name__ == "__main__":
    main()
