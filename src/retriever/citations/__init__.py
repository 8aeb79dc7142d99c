"""Citing a passage: in the text, in a list of references, and in export formats."""
