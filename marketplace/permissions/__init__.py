"""Who may do what: pure questions about a person and a row."""
