"""Rounds over time: what the configuration says of each, and one round beside another."""
