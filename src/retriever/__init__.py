"""From an index folder and a question to hits and citations. Reads, never writes."""
