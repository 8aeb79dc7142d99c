"""From a paper's blocks to what it lists and what it cites."""
