// Names (qstrs), instead of MicroPython's own. That keeps them in a row of tables, and to reach a name goes through most
// of them; for each text that Python makes, it looks whether it is a known name, one after the other. Here all are in one
// table, with an index. Its own names need neither hashes nor addresses in the file: both are found when it begins.
#include <stdlib.h>
#include <string.h>

#include "py/mpstate.h"
#include "py/qstr.h"
#include "py/runtime.h"

// A power of two. While no more than three quarters are taken, a name is found after one or two looks.
#define FIRST_SLOTS (4096)
#define NAMES(slots) ((slots) / 4 * 3)
// Texts of names that are not in an image are put together in memory of that size.
#define ROOM_BYTES (4 * 1024)

typedef struct {
    const char *text;
    uint16_t hash;
    uint16_t length;
} name_t;

static const char own_texts[] =
    #ifndef NO_QSTR
    // Those whose numbers are the same in each interpreter come first, as in MicroPython's list of numbers.
    #define QDEF0(id, hash, length, text) text "\0"
    #define QDEF1(id, hash, length, text)
    #include "genhdr/qstrdefs.generated.h"
    #undef QDEF0
    #undef QDEF1
    #define QDEF0(id, hash, length, text)
    #define QDEF1(id, hash, length, text) text "\0"
    #include "genhdr/qstrdefs.generated.h"
    #undef QDEF0
    #undef QDEF1
    #endif
    "";

static name_t first_names[NAMES(FIRST_SLOTS)];
static name_t *names = first_names;
// The index: numbers of names; 0 is none. There are no more names than such a number can tell apart.
static uint16_t first_slots[FIRST_SLOTS];
static uint16_t *slots = first_slots;
static size_t size = FIRST_SLOTS;
// Only its length is used, by `dir`, too: how many names there are.
static qstr_pool_t all;

static char first_room[ROOM_BYTES];
static char *room = first_room;
static size_t room_bytes = ROOM_BYTES;

static void *taken(size_t bytes) {
    void *at = malloc(bytes);
    if (at == NULL) {
        m_malloc_fail(bytes);
    }
    return at;
}

static void put(qstr name) {
    size_t at = names[name].hash % size;
    while (slots[at] != 0) {
        at = (at + 1) % size;
    }
    slots[at] = name;
}

static void grow(void) {
    if (size > UINT16_MAX) {
        m_malloc_fail(size);
    }
    name_t *larger = taken(NAMES(2 * size) * sizeof(name_t));
    uint16_t *index = taken(2 * size * sizeof(uint16_t));
    memcpy(larger, names, all.len * sizeof(name_t));
    memset(index, 0, 2 * size * sizeof(uint16_t));
    if (names != first_names) {
        free(names);
        free(slots);
    }
    names = larger;
    slots = index;
    size *= 2;
    for (qstr name = 1; name < all.len; name++) {
        put(name);
    }
}

static qstr add(const char *text, size_t length) {
    if (all.len == NAMES(size)) {
        grow();
    }
    qstr name = all.len++;
    names[name] = (name_t) { text, qstr_compute_hash((const byte *)text, length), length };
    put(name);
    return name;
}

void qstr_init(void) {
    MP_STATE_VM(last_pool) = &all;
    const char *text = own_texts;
    while (all.len < MP_QSTRnumber_of) {
        size_t length = strlen(text);
        add(text, length);
        text += length + 1;
    }
}

// The same as in MicroPython's scripts.
size_t qstr_compute_hash(const byte *text, size_t length) {
    size_t hash = 5381;
    for (const byte *end = text + length; text < end; text++) {
        hash = hash * 33 ^ *text;
    }
    return (hash & 0xffff) != 0 ? hash & 0xffff : 1;
}

qstr qstr_find_strn(const char *text, size_t length) {
    if (length == 0) {
        return MP_QSTR_;
    }
    size_t hash = qstr_compute_hash((const byte *)text, length);
    for (size_t at = hash % size; slots[at] != 0; at = (at + 1) % size) {
        const name_t *name = &names[slots[at]];
        if (name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0) {
            return slots[at];
        }
    }
    return MP_QSTRnull;
}

// Returns the name with that text, which stays where it is.
qstr qstr_from_strn_static(const char *text, size_t length) {
    qstr name = qstr_find_strn(text, length);
    if (name == MP_QSTRnull) {
        if (length > UINT8_MAX) {
            mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("name too long"));
        }
        name = add(text, length);
    }
    return name;
}

qstr qstr_from_strn(const char *text, size_t length) {
    qstr name = qstr_find_strn(text, length);
    if (name == MP_QSTRnull) {
        if (room_bytes <= length) {
            room_bytes = length + ROOM_BYTES;
            room = taken(room_bytes);
        }
        memcpy(room, text, length);
        room[length] = 0;
        name = qstr_from_strn_static(room, length);
        room += length + 1;
        room_bytes -= length + 1;
    }
    return name;
}

qstr qstr_from_str(const char *text) {
    return qstr_from_strn(text, strlen(text));
}

mp_uint_t qstr_hash(qstr name) {
    return names[name].hash;
}

size_t qstr_len(qstr name) {
    return names[name].length;
}

const char *qstr_str(qstr name) {
    return names[name].text;
}

const byte *qstr_data(qstr name, size_t *length) {
    *length = names[name].length;
    return (const byte *)names[name].text;
}
