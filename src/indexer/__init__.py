"""From corpus/ to an index folder. Writes, never searches."""
