"""The rows of this package."""
