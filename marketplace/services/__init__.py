"""Commands of the marketplace: the only writers."""
