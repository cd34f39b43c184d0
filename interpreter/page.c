// The way to the page and back. The page calls `begin`, `add` for each image, `load`, `start`, and then `receive` for
// each message; Python calls the page's functions by the one import. Texts cross in both directions, in UTF-8.
#include <string.h>

#include "image.h"
#include "json.h"
#include "memory.h"
#include "py/builtin.h"
#include "py/cstack.h"
#include "py/mphal.h"
#include "py/objmodule.h"
#include "py/runtime.h"

#define EXPORT(name) __attribute__((export_name(#name)))

// For random numbers; see mpconfigport.h.
uint32_t page_seed;

// The bytes of C's stack that Python may use; the linker makes it some larger.
#define STACK_BYTES (100 * 1024)

// Calls the page's function of that name with arguments as a JSON list. It never throws. Returns the length of the text
// that it has put into `text_room`, or one of these.
__attribute__((import_module("page"), import_name("call"))) int page_call(
    const char *name, size_t name_length, const char *arguments, size_t arguments_length);
enum { IS_FALSE = -1, IS_TRUE = -2, HAS_FAILED = -3 };

// ---- texts from the page

#define USUAL_TEXT_BYTES (64 * 1024)

static char usual_text[USUAL_TEXT_BYTES];
static char *text = usual_text;
static size_t text_bytes = sizeof(usual_text);

// Returns the place for a text with that many bytes; NULL if there is no memory. With 0, it is where the last text is.
EXPORT(room) char *text_room(size_t bytes) {
    if (bytes > text_bytes) {
        if (text != usual_text) {
            free(text);
        }
        text = malloc(bytes);
        text_bytes = text != NULL ? bytes : 0;
    }
    return text;
}

// Returns the place for an image, which stays there.
EXPORT(place) char *image_place(size_t bytes) {
    return malloc(bytes);
}

// ---- from Python to the page

typedef struct {
    mp_obj_base_t base;
    qstr name;
} page_function_t;

static mp_obj_t page_function_call(mp_obj_t self_in, size_t count, size_t count_of_named, const mp_obj_t *arguments) {
    mp_arg_check_num(count, count_of_named, 0, MP_OBJ_FUN_ARGS_MAX, false);
    page_function_t *self = MP_OBJ_TO_PTR(self_in);
    size_t bytes;
    const char *list = json_written(count, arguments, &bytes);
    size_t length;
    const byte *name = qstr_data(self->name, &length);
    int result = page_call((const char *)name, length, list, bytes);
    if (result == HAS_FAILED) {
        mp_raise_msg_varg(&mp_type_RuntimeError, MP_ERROR_TEXT("the page's %q failed"), self->name);
    }
    return result >= 0 ? mp_obj_new_str(text, result) : mp_obj_new_bool(result == IS_TRUE);
}

static MP_DEFINE_CONST_OBJ_TYPE(
    page_function_type, MP_QSTR_function, MP_TYPE_FLAG_NONE, call, page_function_call);

// Any attribute of the page is a function; which ones there are, the page knows.
static void page_attribute(mp_obj_t self, qstr name, mp_obj_t *into) {
    (void)self;
    if (into[0] == MP_OBJ_NULL) {
        page_function_t *function = mp_obj_malloc(page_function_t, &page_function_type);
        function->name = name;
        into[0] = MP_OBJ_FROM_PTR(function);
    }
}

static MP_DEFINE_CONST_OBJ_TYPE(page_type, MP_QSTR_page, MP_TYPE_FLAG_NONE, attr, page_attribute);
static const mp_obj_base_t page = { &page_type };

static void print_text(const char *printed, size_t length) {
    static const char name[] = "print";
    page_call(name, sizeof(name) - 1, printed, length);
}

void mp_hal_stdout_tx_strn_cooked(const char *printed, size_t length) {
    print_text(printed, length);
}

mp_uint_t mp_hal_stdout_tx_strn(const char *printed, size_t length) {
    print_text(printed, length);
    return length;
}

// ---- from the page to Python

// The module that the page talks to.
MP_REGISTER_ROOT_POINTER(mp_obj_t app);

// How many calls of the page have not returned: a function of the page may lead to another call.
static size_t depth;

static void enter(void) {
    if (depth++ == 0) {
        mp_cstack_init_with_sp_here(STACK_BYTES);
    }
}

static int leave(int result) {
    if (--depth == 0) {
        memory_collect();
    }
    return result;
}

// Puts the text of an exception into `text_room`, and returns its length, negative.
static int failed(void *exception) {
    vstr_t told;
    mp_print_t print;
    vstr_init_print(&told, 256, &print);
    mp_obj_print_exception(&print, MP_OBJ_FROM_PTR(exception));
    int length = MIN(told.len, USUAL_TEXT_BYTES);
    memcpy(text_room(length), told.buf, length);
    vstr_clear(&told);
    return -length;
}

// Made by the linker. If nothing calls it, the linker puts a function around each that is exported, which does.
extern void __wasm_call_ctors(void);

// Begins: before everything else, once. The seed is for random numbers.
EXPORT(begin) void begin(uint32_t seed) {
    __wasm_call_ctors();
    page_seed = seed;
    memory_init();
    mp_init();
}

// Adds an image of modules.
EXPORT(add) int add(const uint8_t *image) {
    enter();
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return leave(failed(nlr.ret_val));
    }
    image_add(image);
    nlr_pop();
    return leave(0);
}

// Imports the module whose name has that length; it becomes the app.
EXPORT(load) int load(size_t length) {
    enter();
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return leave(failed(nlr.ret_val));
    }
    mp_obj_t name = MP_OBJ_NEW_QSTR(qstr_from_strn(text, length));
    // Not the package, but the module itself, as if something were imported from it.
    mp_obj_t arguments[] = { name, mp_const_none, mp_const_none, mp_const_true, MP_OBJ_NEW_SMALL_INT(0) };
    MP_STATE_VM(app) = mp_builtin___import__(MP_ARRAY_SIZE(arguments), arguments);
    nlr_pop();
    return leave(0);
}

// Calls a function of the app with the text of that length, and returns whether its result is true, as 0 or 1.
static int call_app(qstr name, size_t length, size_t count) {
    enter();
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return leave(failed(nlr.ret_val));
    }
    mp_obj_t arguments[] = { mp_obj_new_str(text, length), MP_OBJ_FROM_PTR(&page) };
    mp_obj_t function = mp_load_attr(MP_STATE_VM(app), name);
    bool result = mp_obj_is_true(mp_call_function_n_kw(function, count, 0, arguments));
    nlr_pop();
    return leave(result);
}

// Starts the app with the text of that length.
EXPORT(start) int start(size_t length) {
    return call_app(MP_QSTR_start, length, 2);
}

// Hands a message to the app.
EXPORT(receive) int receive(size_t length) {
    return call_app(MP_QSTR_receive, length, 1);
}

// The bytes that Python has in use.
EXPORT(taken) size_t taken(void) {
    return memory_taken();
}

// ---- what cannot happen

void nlr_jump_fail(void *value) {
    (void)value;
    __builtin_trap();
}
