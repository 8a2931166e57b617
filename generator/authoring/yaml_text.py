"""YAML in the style of `spec/`; comments, order and quotes of what was read stay."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML


def read(text: str) -> Any:
    """Return what a text says, with its comments."""
    return _yaml().load(text)


def written(data: Any) -> str:
    """Return the text that says `data`."""
    text = io.StringIO()
    _yaml().dump(data, text)
    return text.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 105
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
