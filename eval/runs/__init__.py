"""One evaluation run: measured, kept, compared and shown."""
