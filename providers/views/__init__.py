"""The directory for everybody, the profile for its provider."""
