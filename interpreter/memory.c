// Memory: areas for the heap, and when garbage is collected.
#include <stdbool.h>
#include <stdlib.h>

#include "memory.h"
#include "py/gc.h"
#include "py/mpstate.h"
#include "py/pystack.h"
#include "py/runtime.h"

// The first area of the heap; most pages need no other. WebAssembly's memory costs only what was written to.
#define HEAP_BYTES (1024 * 1024)
#define MOST_BYTES_AT_ONCE (64 * 1024 * 1024)
// Garbage is collected after so many bytes were allocated; the app changes that with the number of widgets.
#define GARBAGE_BYTES (512 * 1024)
// Some 500 calls of Python within each other.
#define FRAMES_BYTES (48 * 1024)

static char heap[HEAP_BYTES];
static mp_uint_t frames[FRAMES_BYTES / sizeof(mp_uint_t)];
static bool is_garbage;

// ---- areas: further ones of the heap, the images, and the texts of the page

// What stands before each area, as large as its alignment.
typedef struct area {
    size_t bytes;
    struct area *next;
    size_t unused[2];
} area_t;

#define PAGE_BYTES ((uintptr_t)65536)

extern char __heap_base;
static uintptr_t top;
static area_t *given_back;

// Takes the smallest area that was given back and is large enough, or else memory from behind everything. There are few.
void *malloc(size_t bytes) {
    area_t **best = NULL;
    for (area_t **from = &given_back; *from != NULL; from = &(*from)->next) {
        if ((*from)->bytes >= bytes && (best == NULL || (*from)->bytes < (*best)->bytes)) {
            best = from;
        }
    }
    if (best != NULL) {
        area_t *area = *best;
        *best = area->next;
        return area + 1;
    }
    size_t aligned = (bytes + sizeof(area_t) - 1) & ~(sizeof(area_t) - 1);
    uintptr_t begin = top != 0 ? top : ((uintptr_t)&__heap_base + sizeof(area_t) - 1) & ~(sizeof(area_t) - 1);
    uintptr_t end = begin + sizeof(area_t) + aligned;
    uintptr_t have = __builtin_wasm_memory_size(0) * PAGE_BYTES;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE_BYTES - 1) / PAGE_BYTES) == (size_t)-1) {
        return NULL;
    }
    top = end;
    area_t *area = (area_t *)begin;
    area->bytes = aligned;
    return area + 1;
}

void free(void *at) {
    if (at != NULL) {
        area_t *area = (area_t *)at - 1;
        area->next = given_back;
        given_back = area;
    }
}

// ---- garbage

void memory_init(void) {
    gc_init(heap, heap + sizeof(heap));
    MP_STATE_MEM(gc_alloc_threshold) = GARBAGE_BYTES / MICROPY_BYTES_PER_GC_BLOCK;
    mp_pystack_init(frames, (char *)frames + sizeof(frames));
}

// Called when much was allocated or an area is full. C's own variables in WebAssembly cannot be searched for pointers,
// so nothing is freed while Python runs: the heap grows instead, and what is garbage is freed after the call.
void gc_collect(void) {
    is_garbage = true;
}

void memory_collect(void) {
    if (is_garbage) {
        is_garbage = false;
        gc_collect_start();
        gc_collect_end();
    }
}

size_t gc_get_max_new_split(void) {
    return MOST_BYTES_AT_ONCE;
}

size_t memory_taken(void) {
    gc_info_t info;
    is_garbage = true;
    memory_collect();
    gc_info(&info);
    return info.used;
}
