"""What of MicroPython is compiled otherwise: without names that our modules do not use, and with what we have instead.

A table of names cannot be cut by MicroPython's configuration. What is in none of them, the linker leaves out. A test
finds modules that use a name that is left out, see ``names.py``.
"""

from __future__ import annotations

import re

#: File → names in its tables.
UNUSED = {
    "py/modbuiltins.c": (
        "__repl_print__ Ellipsis bin callable classmethod delattr eval exec filter globals hash hex id "
        "locals oct pow round slice EOFError IndentationError KeyboardInterrupt SyntaxError SystemExit"
    ),
    "py/modgc.c": "disable enable isenabled mem_alloc mem_free",
    "py/modmicropython.c": "opt_level heap_lock heap_unlock pystack_use",
    "py/modsys.c": "version version_info platform byteorder",
    "py/objdict.c": "keys popitem __getitem__ __setitem__ __delitem__",
    "py/objgenerator.c": "close send throw",
    "py/objlist.c": "copy extend reverse sort",
    "py/objproperty.c": "getter setter deleter",
    "py/objset.c": (
        "copy difference difference_update intersection intersection_update isdisjoint issubset issuperset "
        "symmetric_difference symmetric_difference_update union __contains__"
    ),
    "py/objstr.c": "rfind rindex rsplit isspace isdigit islower",
    "py/objint.c": "from_bytes to_bytes",
    "py/objtuple.c": "count",
    "extmod/modrandom.c": "getrandbits seed randrange randint choice uniform",
}
#: File → its functions that ours stand in for.
REPLACED = {
    "py/mpz.c": "mpz_and_inpl mpz_or_inpl mpz_xor_inpl mpz_not_inpl mpz_shl_inpl",
    "py/objstr.c": "mp_obj_str_format",
}
#: File → a place in it, and what stands there instead. An object has room for six attributes from the start, because to
#: grow once per attribute or two takes more time than most of what is done with them.
INSTEAD = {"py/objtype.c": ("mp_map_init(&o->members, 0)", "mp_map_init(&o->members, 6)")}


def without_unused(name: str, source: str) -> str:
    """Return the source of a file of MicroPython as it is compiled.

    Args:
        name: the file's path, as above.
        source: its text.

    Raises:
        ValueError: it does not have that.
    """
    for unused in UNUSED.get(name, "").split():
        source, count = re.subn(
            rf"^ +\{{ MP_ROM_QSTR\(MP_QSTR_{unused}\), MP_ROM_\w+\(.*\) \}},\n", "", source, flags=re.MULTILINE
        )
        if count == 0:
            raise ValueError(f"{name} has no table with {unused}")
    if name in INSTEAD:
        place, instead = INSTEAD[name]
        if source.count(place) != 1:
            raise ValueError(f"{name} has not one {place}")
        source = source.replace(place, instead)
    for replaced in REPLACED.get(name, "").split():
        function = rf"^\w[\w *]*\b{replaced}\(.*\) \{{\n(?:.*\n)*?\}}\n"
        source, count = re.subn(function, "", source, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{name} has no function {replaced}")
    return source
