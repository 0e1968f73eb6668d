"""Requests about the pool and its draws."""
