"""The hand-written questions, quotations and claims."""
