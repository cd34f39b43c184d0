"""Measurements. Nothing here passes or fails; the README quotes what they print."""
