"""Finds the passages that fit a query and orders them."""
