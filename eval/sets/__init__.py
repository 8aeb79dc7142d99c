"""The hand-written questions, quotations and claims, and their readers."""
