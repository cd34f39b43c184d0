#include <stddef.h>
#include <stdint.h>

// Adds an image; `import` finds its modules from then on. The bytes must stay where they are.
void image_add(const uint8_t *bytes);
