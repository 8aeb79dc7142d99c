"""HTTP over the retriever: status codes, JSON and limits, and nothing else."""
