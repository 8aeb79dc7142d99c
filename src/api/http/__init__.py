"""What every request and response has in common: limits, headers, errors."""
