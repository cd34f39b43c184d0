"""Build our cut of MicroPython, from the sources in ``interpreter/`` and those of MicroPython, to WebAssembly.

What it needs is fetched once and kept in a folder of the user: MicroPython's sources, as Debian has them, and a
compiler.
A machine that cannot get these builds the bundle with the published interpreter instead.
"""
