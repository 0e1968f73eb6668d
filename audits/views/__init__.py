"""Requests about audits: the public, the parties of a round, and its panel."""
