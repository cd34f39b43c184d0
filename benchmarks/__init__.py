"""Measurements. Nothing here passes or fails; `python3 dev.py bench` runs them, and docs/numbers.md quotes them."""
