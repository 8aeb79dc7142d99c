"""What is known of a paper, in CSL-JSON."""
