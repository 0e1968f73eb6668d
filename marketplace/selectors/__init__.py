"""Questions to the marketplace: who sees what."""
