"""Answers questions about the rows and numbers of the papers' tables."""
