"""Source text and reading text: terms, sentences and in-text citations."""
