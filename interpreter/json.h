// JSON for the page.
#include "py/obj.h"

// Writes values as a JSON list; returns it, and puts its length into `bytes`. It is there until the next text is written.
const char *json_written(size_t count, const mp_obj_t *values, size_t *bytes);
