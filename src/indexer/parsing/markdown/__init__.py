"""Reads Markdown and texts like it."""
