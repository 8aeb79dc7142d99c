"""The index folder: what the indexer writes and the retriever reads."""
