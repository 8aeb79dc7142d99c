"""Measures retrieval on hand-written questions about the bundled papers."""
