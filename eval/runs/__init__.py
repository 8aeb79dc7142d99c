"""An evaluation run: measure it, write it to a folder, compare it, report it."""
