"""Template tags and filters every template may use."""
