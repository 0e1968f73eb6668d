"""Vocabularies of states and the flows between them."""
