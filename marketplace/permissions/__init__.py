"""Who may: pure questions about a person and a row."""
