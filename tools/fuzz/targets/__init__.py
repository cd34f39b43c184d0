"""One module per reader, with the function ``check``, which raises where a rule is broken.

``WORDS`` of a module are the texts that mean something to its reader. What ``check`` returns is compared: it has to be
the same when the same bytes are drawn from again, and where ``SHARED`` is true, in MicroPython, too.
"""
