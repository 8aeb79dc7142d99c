"""Metrics of rankings and answers, and their confidence intervals."""
