"""What the journal can say about jobs, bids and contracts."""
