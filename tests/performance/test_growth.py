"""The specification that the benchmark of regenerating grows is one that can be regenerated."""

from __future__ import annotations

from pathlib import Path

from benchmarks.growth import grown
from generator.checking.lint import lint
from generator.reading.join import join


def test_copies_of_the_specification_keep_the_rules(tmp_path: Path):
    """A copy names no operation that it lacks, and no two of its models are the same."""
    assert lint(join(grown(2, tmp_path))) == []
