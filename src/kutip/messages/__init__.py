"""The words that Kutip says in each language, and what makes sentences of them."""
