"""A text: read from Markdown, compared, rendered, written as Word."""
