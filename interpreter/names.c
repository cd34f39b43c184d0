// Names. For each text that Python makes, MicroPython looks whether it is a known name (a qstr), one after the other: of
// some thousand names, a page's app has most. That would be a third of what an error costs, so they have an index here.
// The rest is MicroPython's own file, in which its search gets another name.
#define qstr_find_strn find_one_by_one
#include "py/qstr.c"
#undef qstr_find_strn

// A power of two. While no more than three quarters are taken, a name is found after one or two looks.
#define SLOTS (4096)

typedef struct {
    uint16_t name;
    uint16_t hash;
} slot_t;

// 0 is no name.
static slot_t slots[SLOTS];
// Names below this number are in the index. They are numbered in turn, and never removed.
static qstr indexed = 1;

static void index_new(size_t count) {
    for (; indexed < count; indexed++) {
        uint16_t hash = qstr_hash(indexed);
        size_t at = hash % SLOTS;
        while (slots[at].name != 0) {
            at = (at + 1) % SLOTS;
        }
        slots[at] = (slot_t) { indexed, hash };
    }
}

qstr qstr_find_strn(const char *text, size_t length) {
    size_t count = MP_STATE_VM(last_pool)->total_prev_len + MP_STATE_VM(last_pool)->len;
    if (length == 0 || count > SLOTS / 4 * 3) {
        return find_one_by_one(text, length);
    }
    index_new(count);
    uint16_t hash = qstr_compute_hash((const byte *)text, length);
    for (size_t at = hash % SLOTS; slots[at].name != 0; at = (at + 1) % SLOTS) {
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
