"""From a paper's file to its blocks."""
