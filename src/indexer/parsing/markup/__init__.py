"""Reads HTML and JATS."""
