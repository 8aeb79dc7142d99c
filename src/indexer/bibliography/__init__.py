"""Reads a paper's bibliography: its list of references, its in-text citations and the problems between them."""
