"""Source text and reading text, index terms, sentences, and in-text citations."""
