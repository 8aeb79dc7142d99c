"""Makes the learned parts that Kutip ships, from public data: see docs/training.md. Not installed with Kutip."""
