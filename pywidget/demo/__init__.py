"""The playground's server: its page, a token endpoint, and a made-up API, all of which fail as they are told to.

It serves one machine's own browser. Nothing here is meant for a public address.
"""
