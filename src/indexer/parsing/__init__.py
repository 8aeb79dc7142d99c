"""Reads a paper's file and divides it into blocks."""
