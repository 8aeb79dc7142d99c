"""Kutip: passages from papers, true to the character of their source."""

__version__ = "0.1.0"
