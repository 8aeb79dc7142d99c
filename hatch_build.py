"""A step of the build: compiles the catalogues of messages, which are not under version control as compiled files."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """Puts kutip.mo beside each kutip.po, for a wheel and for an editable installation alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them before the files of the build are gathered."""
        sys.path.insert(0, str(Path(self.root) / "src"))  # Kutip is not installed yet
        from kutip.messages.compiling import compile_catalogues

        compile_catalogues()
