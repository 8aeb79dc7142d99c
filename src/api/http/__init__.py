"""Handling common to all requests: limits on bodies, security headers, error responses, shared state."""
