"""Measurements. They print ratios and judge nothing."""
