"""Build only: the distribution needs the client of its own version, which is not written twice."""

from __future__ import annotations

from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class SameVersion(MetadataHookInterface):
    """Adds what the distribution depends on."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `dependencies`: the client, pinned, and those of the hook's settings."""
        client = f"acme-ticketing=={metadata['version']}"
        metadata["dependencies"] = [client, *self.config["dependencies"]]
