"""What knows nothing of policies: problems, YAML, text files, days, typesetting."""
