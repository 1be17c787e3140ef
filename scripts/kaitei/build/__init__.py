"""A site into its folder: made in parts, kept where nothing changed, exchanged in one step."""
