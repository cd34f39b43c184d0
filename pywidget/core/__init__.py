"""The rules: what an error means and what is to be done. No browser, no clock, no randomness; they are passed in."""
