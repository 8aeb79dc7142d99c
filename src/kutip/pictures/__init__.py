"""Draws pages of PDFs as pictures, each in a process that a hostile page cannot leave."""
