#include <stddef.h>

// Prepares the heap and the stack of Python's frames.
void memory_init(void);

// Frees what is garbage, if there is enough to be worth it. Only while no Python runs.
void memory_collect(void);

// The bytes in use, after a collection. Only while no Python runs.
size_t memory_taken(void);
