"""The index folder, which the indexer writes and the retriever reads: files, formats and checks."""
