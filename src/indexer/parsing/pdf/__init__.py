"""Reads PDFs: their characters with their places on the pages, and from these places lines, columns and blocks."""
