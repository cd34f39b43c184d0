// Images: read-only file systems (ROMFS) in memory, from which modules are imported. A record has a kind, a length and
// that many bytes. The bytes of a folder are its name and the records in it; those of a file are its name and records
// of which one is its contents. Numbers have seven bits in a byte, the highest first.
#include <string.h>

#include "image.h"
#include "py/builtin.h"
#include "py/lexer.h"
#include "py/mperrno.h"
#include "py/persistentcode.h"
#include "py/reader.h"
#include "py/runtime.h"

enum { CONTENTS = 2, FOLDER = 4, FILE_ = 5 };
#define MAGIC_BYTES (3)
#define MOST_IMAGES (4)
// What is imported lies in this folder of an image.
#define LIBRARY "lib/"

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
} bytes_t;

static bytes_t images[MOST_IMAGES];
static size_t count;

static size_t number(bytes_t *from) {
    size_t value = 0;
    uint8_t byte;
    do {
        byte = *from->at++;
        value = value << 7 | (byte & 0x7f);
    } while (byte & 0x80);
    return value;
}

// Takes the next record's kind and bytes.
static size_t record(bytes_t *from, bytes_t *inside) {
    size_t kind = number(from);
    size_t length = number(from);
    inside->at = from->at;
    inside->end = from->at += length;
    return kind;
}

// Looks for a path in records; returns the kind of what is there, or 0. A file's contents are put into `found`.
static size_t find(bytes_t records, const char *path, bytes_t *found) {
    while (records.at < records.end) {
        bytes_t inside;
        size_t kind = record(&records, &inside);
        if (kind != FOLDER && kind != FILE_) {
            continue;
        }
        size_t length = number(&inside);
        const char *name = (const char *)inside.at;
        inside.at += length;
        if (strncmp(path, name, length) != 0) {
            continue;
        }
        const char *rest = path + length;
        if (kind == FOLDER && *rest == '/') {
            return find(inside, rest + 1, found);
        }
        if (*rest != 0) {
            continue;
        }
        while (kind == FILE_ && inside.at < inside.end && record(&inside, found) != CONTENTS) {
        }
        return kind;
    }
    return 0;
}

static size_t find_in_all(const char *path, bytes_t *found) {
    size_t kind = 0;
    for (size_t i = 0; i < count && kind == 0; i++) {
        kind = find(images[i], path, found);
    }
    return kind;
}

void image_add(const uint8_t *bytes) {
    if (count == MOST_IMAGES) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("too many images"));
    }
    bytes_t from = { bytes + MAGIC_BYTES, NULL };
    size_t length = number(&from);
    from.end = from.at + length;
    images[count++] = from;
}

mp_import_stat_t mp_import_stat(const char *path) {
    bytes_t contents;
    switch (find_in_all(path, &contents)) {
        case FOLDER:
            return MP_IMPORT_STAT_DIR;
        case FILE_:
            return MP_IMPORT_STAT_FILE;
        default:
            return MP_IMPORT_STAT_NO_EXIST;
    }
}

void mp_reader_new_file(mp_reader_t *reader, qstr path) {
    bytes_t contents;
    if (find_in_all(qstr_str(path), &contents) != FILE_) {
        mp_raise_OSError_with_filename(MP_ENOENT, qstr_str(path));
    }
    // In place: texts and code are used where they lie.
    mp_reader_new_mem(reader, contents.at, contents.end - contents.at, MP_READER_IS_ROM);
}

// There are no other files.
static mp_obj_t no_file(size_t count_of_arguments, const mp_obj_t *arguments, mp_map_t *named) {
    (void)count_of_arguments;
    (void)named;
    mp_raise_OSError_with_filename(MP_ENOENT, mp_obj_str_get_str(arguments[0]));
}
MP_DEFINE_CONST_FUN_OBJ_KW(mp_builtin_open_obj, 1, no_file);
