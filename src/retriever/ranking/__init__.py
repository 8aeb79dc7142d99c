"""Which passages fit, and in which order?"""
