"""Reads a query before it is searched: its language, its kind and the forms of its words."""
