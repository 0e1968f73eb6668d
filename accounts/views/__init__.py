"""Requests about the signed-in person and their organisations."""
