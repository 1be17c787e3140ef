"""What legal edits in content/: read, checked, published, reviewed, begun, taken in."""
