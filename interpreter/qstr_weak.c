// MicroPython's own names, whose search gives way to that of names.c.
#pragma weak qstr_find_strn
#include "py/qstr.c"
