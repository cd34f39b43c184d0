"""Puts a file into a WebAssembly module, as a section that only its owner reads.

Source: WebAssembly Core Specification 2.0, 5.5.2 (sections) and 5.5.3 (custom sections).
"""

from __future__ import annotations

_CUSTOM = b"\0"


def with_section(wasm: bytes, name: str, content: bytes) -> bytes:
    """Return the module with one more custom section at its end.

    Args:
        wasm: the module.
        name: what ``WebAssembly.Module.customSections`` finds it by.
        content: what it finds.
    """
    called = name.encode()
    inside = _number(len(called)) + called + content
    return wasm + _CUSTOM + _number(len(inside)) + inside


def _number(value: int) -> bytes:
    """Return a number in LEB128, seven bits in each byte, the lowest first."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
