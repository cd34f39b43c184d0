// Images: read-only file systems (ROMFS) in memory, from which modules are imported. A record has a kind, a length and
// that many bytes. The bytes of a folder are its name and the records in it; those of a file are its name and records
// of which one is its contents. Numbers have seven bits in a byte, the highest first.
#include <string.h>

#include "image.h"
#include "py/builtin.h"
#include "py/objmodule.h"
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

// Looks for the code of a module whose path has that ending.
static bool find_module(vstr_t *path, const char *ending, bytes_t *found) {
    size_t length = path->len;
    vstr_add_str(path, ending);
    bool is_there = find_in_all(vstr_null_terminated_str(path), found) == FILE_;
    path->len = length;
    return is_there;
}

// Runs the code of a module, in place: texts and code are used where they lie.
static void run(mp_module_context_t *module, bytes_t code) {
    mp_reader_t reader;
    mp_reader_new_mem(&reader, code.at, code.end - code.at, MP_READER_IS_ROM);
    mp_compiled_module_t compiled = { .context = module };
    mp_raw_code_load(&reader, &compiled);
    nlr_jump_callback_node_globals_locals_t before = { .globals = mp_globals_get(), .locals = mp_locals_get() };
    mp_globals_set(module->module.globals);
    mp_locals_set(module->module.globals);
    nlr_push_jump_callback(&before.callback, mp_globals_locals_set_from_nlr_jump_callback);
    mp_call_function_0(mp_make_function_from_proto_fun(compiled.rc, module, NULL));
    nlr_pop_jump_callback(true);
}

typedef struct {
    nlr_jump_callback_node_t callback;
    qstr name;
} unfinished_t;

static void forget(void *unfinished) {
    qstr name = ((unfinished_t *)unfinished)->name;
    mp_map_lookup(&MP_STATE_VM(mp_loaded_modules_dict).map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP_REMOVE_IF_FOUND);
}

// Returns the module of that name, whose last part is `last`, in a package or in none.
static mp_obj_t module_of(qstr name, qstr last, mp_obj_t package) {
    mp_map_elem_t *loaded = mp_map_lookup(
        &MP_STATE_VM(mp_loaded_modules_dict).map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
    if (loaded != NULL) {
        return loaded->value;
    }
    mp_obj_t module = package == MP_OBJ_NULL ? mp_module_get_builtin(name, false) : MP_OBJ_NULL;
    if (module != MP_OBJ_NULL) {
        return module;
    }
    vstr_t path;
    vstr_init(&path, 64);
    vstr_add_str(&path, LIBRARY);
    for (const char *at = qstr_str(name); *at; at++) {
        vstr_add_byte(&path, *at == '.' ? '/' : *at);
    }
    bytes_t code = { NULL, NULL };
    bool is_package = find_in_all(vstr_null_terminated_str(&path), &code) == FOLDER;
    bool has_code = find_module(&path, is_package ? "/__init__.mpy" : ".mpy", &code);
    vstr_clear(&path);
    if (!is_package && !has_code) {
        module = package == MP_OBJ_NULL ? mp_module_get_builtin(name, true) : MP_OBJ_NULL;
        if (module != MP_OBJ_NULL) {
            return module;
        }
        mp_raise_msg_varg(&mp_type_ImportError, MP_ERROR_TEXT("no module named '%q'"), name);
    }
    module = mp_obj_new_module(name);
    unfinished_t unfinished = { .name = name };
    nlr_push_jump_callback(&unfinished.callback, forget);
    if (is_package) {
        // By this, MicroPython knows a package.
        mp_store_attr(module, MP_QSTR___path__, MP_OBJ_NEW_QSTR(name));
    }
    if (has_code) {
        run(MP_OBJ_TO_PTR(module), code);
    }
    if (package != MP_OBJ_NULL) {
        mp_store_attr(package, last, module);
    }
    nlr_pop_jump_callback(false);
    return module;
}

// What `import` calls, instead of MicroPython's own, which looks for sources and in more than one place, too.
mp_obj_t mp_builtin___import___default(size_t count, const mp_obj_t *arguments) {
    const char *name = mp_obj_str_get_str(arguments[0]);
    if (*name == 0 || (count > 4 && arguments[4] != MP_OBJ_NEW_SMALL_INT(0))) {
        mp_raise_msg(&mp_type_ImportError, MP_ERROR_TEXT("can't perform relative import"));
    }
    mp_obj_t first = MP_OBJ_NULL;
    mp_obj_t module = MP_OBJ_NULL;
    const char *begin = name;
    for (const char *at = name;; at++) {
        if (*at == '.' || *at == 0) {
            module = module_of(qstr_from_strn(name, at - name), qstr_from_strn(begin, at - begin), module);
            first = first == MP_OBJ_NULL ? module : first;
            begin = at + 1;
        }
        if (*at == 0) {
            // `import a.b` gives `a`, and `from a.b import c` looks in `b`.
            return count > 3 && arguments[3] != mp_const_none ? module : first;
        }
    }
}
MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(mp_builtin___import___obj, 1, 5, mp_builtin___import___default);
