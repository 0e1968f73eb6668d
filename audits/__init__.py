"""Audit lists and rounds, reviews by expert panels, and published results."""
