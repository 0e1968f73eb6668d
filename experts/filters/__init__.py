"""Filters of the lists of this package."""
