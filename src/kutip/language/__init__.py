"""What Kutip knows of each natural language."""
