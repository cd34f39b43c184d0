// Names. For each text that Python makes, MicroPython looks whether it is a known name (a qstr), one after the other: of
// some thousand names, a page's app has most. That would be a third of what an error costs, and a quarter of the start,
// so they have an index here.
#include <stdlib.h>
#include <string.h>

#include "py/mpconfig.h"
#include "py/misc.h"
#include "py/mpstate.h"
#include "py/runtime.h"

// A power of two. While no more than three quarters are taken, a name is found after one or two looks.
#define FIRST_SLOTS (4096)

typedef struct {
    uint16_t name;
    uint16_t hash;
} slot_t;

// 0 is no name.
static slot_t first_slots[FIRST_SLOTS];
static slot_t *slots = first_slots;
static size_t size = FIRST_SLOTS;
// Names below this number are in the index. They are numbered in turn, and never removed.
static qstr indexed = 1;

static void put(slot_t slot) {
    size_t at = slot.hash % size;
    while (slots[at].name != 0) {
        at = (at + 1) % size;
    }
    slots[at] = slot;
}

static void grow(void) {
    slot_t *old = slots;
    size_t old_size = size;
    slot_t *larger = malloc(2 * old_size * sizeof(slot_t));
    if (larger == NULL) {
        m_malloc_fail(2 * old_size * sizeof(slot_t));
    }
    slots = larger;
    size = 2 * old_size;
    memset(slots, 0, size * sizeof(slot_t));
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].name != 0) {
            put(old[i]);
        }
    }
    if (old != first_slots) {
        free(old);
    }
}

static void index_new(void) {
    size_t count = MP_STATE_VM(last_pool)->total_prev_len + MP_STATE_VM(last_pool)->len;
    for (; indexed < count; indexed++) {
        if (indexed >= size / 4 * 3) {
            grow();
        }
        put((slot_t) { indexed, qstr_hash(indexed) });
    }
}

qstr qstr_find_strn(const char *text, size_t length) {
    if (length == 0) {
        return MP_QSTR_;
    }
    index_new();
    uint16_t hash = qstr_compute_hash((const byte *)text, length);
    for (size_t at = hash % size; slots[at].name != 0; at = (at + 1) % size) {
        if (slots[at].hash == hash) {
            size_t its_length;
            const byte *its = qstr_data(slots[at].name, &its_length);
            if (its_length == length && memcmp(its, text, length) == 0) {
                return slots[at].name;
            }
        }
    }
    return MP_QSTRnull;
}
