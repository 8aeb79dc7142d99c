"""Builds the index folder from the corpus folder. It only writes an index; the retriever searches it."""
