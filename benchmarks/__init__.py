"""Measurements. Nothing here passes or fails; docs/numbers.md quotes what they print."""
