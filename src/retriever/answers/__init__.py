"""Which sentences answer the question, if any do?"""
