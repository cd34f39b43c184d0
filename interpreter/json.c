// The module `json`, with `loads` and `dumps`. MicroPython's own reads one byte at a time from a stream, and takes some
// texts that are no JSON; this one reads from memory, what RFC 8259 describes and control characters in strings.
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "py/cstack.h"
#include "py/objstr.h"
#include "py/parsenum.h"
#include "py/runtime.h"
#include "py/unicode.h"

// Lists and objects within each other.
#define MOST_LEVELS (500)
#define REPLACEMENT (0xfffd)

typedef struct {
    const char *at;
    const char *end;
    size_t level;
} reader_t;

static mp_obj_t read_value(reader_t *from);

static NORETURN void refuse(void) {
    mp_raise_ValueError(MP_ERROR_TEXT("syntax error in JSON"));
}

// Returns the next character, 0 at the end.
static char peek(reader_t *from) {
    return from->at < from->end ? *from->at : 0;
}

static bool take(reader_t *from, char character) {
    bool is_there = peek(from) == character;
    from->at += is_there;
    return is_there;
}

static void skip_space(reader_t *from) {
    while (take(from, ' ') || take(from, '\n') || take(from, '\r') || take(from, '\t')) {
    }
}

static void expect(reader_t *from, char character) {
    skip_space(from);
    if (!take(from, character)) {
        refuse();
    }
}

static mp_obj_t read_word(reader_t *from, const char *word, mp_obj_t value) {
    while (*word) {
        if (!take(from, *word++)) {
            refuse();
        }
    }
    return value;
}

static bool take_digits(reader_t *from) {
    const char *begin = from->at;
    while (unichar_isdigit(peek(from))) {
        from->at++;
    }
    return from->at > begin;
}

static mp_obj_t read_number(reader_t *from) {
    const char *begin = from->at;
    bool is_float = false;
    take(from, '-');
    bool is_whole = take(from, '0') || take_digits(from);
    if (is_whole && take(from, '.')) {
        is_float = true;
        is_whole = take_digits(from);
    }
    if (is_whole && (take(from, 'e') || take(from, 'E'))) {
        is_float = true;
        (void)(take(from, '+') || take(from, '-'));
        is_whole = take_digits(from);
    }
    if (!is_whole) {
        refuse();
    }
    size_t length = from->at - begin;
    return is_float ? mp_parse_num_float(begin, length, false, NULL) : mp_parse_num_integer(begin, length, 10, NULL);
}

static unsigned read_hex(reader_t *from) {
    unsigned value = 0;
    for (size_t i = 0; i < 4; i++) {
        char digit = peek(from);
        if (!unichar_isxdigit(digit)) {
            refuse();
        }
        value = value << 4 | unichar_xdigit_value(digit);
        from->at++;
    }
    return value;
}

// Reads what follows `\u`. A half of a pair without the other stands for no character.
static unsigned read_code_unit(reader_t *from) {
    unsigned unit = read_hex(from);
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit < 0xdc00 && from->end - from->at >= 6 && from->at[0] == '\\' && from->at[1] == 'u') {
        reader_t second = *from;
        second.at += 2;
        unsigned low = read_hex(&second);
        if (low >= 0xdc00 && low <= 0xdfff) {
            from->at = second.at;
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return REPLACEMENT;
}

static unsigned read_escape(reader_t *from) {
    static const char names[] = "\"\\/bfnrt";
    static const char characters[] = "\"\\/\b\f\n\r\t";
    char name = peek(from);
    from->at++;
    if (name == 'u') {
        return read_code_unit(from);
    }
    for (size_t i = 0; names[i]; i++) {
        if (names[i] == name) {
            return characters[i];
        }
    }
    refuse();
}

// Names of members are looked up as names; other texts are not, since few of them are.
static mp_obj_t text_of(const char *text, size_t length, bool is_name) {
    qstr name = is_name ? qstr_find_strn(text, length) : MP_QSTRnull;
    if (name != MP_QSTRnull) {
        return MP_OBJ_NEW_QSTR(name);
    }
    return mp_obj_new_str_copy(&mp_type_str, (const byte *)text, length);
}

static mp_obj_t read_text(reader_t *from, bool is_name) {
    const char *begin = from->at;
    while (from->at < from->end && *from->at != '"' && *from->at != '\\') {
        from->at++;
    }
    if (take(from, '"')) {
        return text_of(begin, from->at - 1 - begin, is_name);
    }
    vstr_t text;
    vstr_init(&text, from->at - begin + 16);
    vstr_add_strn(&text, begin, from->at - begin);
    while (!take(from, '"')) {
        if (from->at >= from->end) {
            refuse();
        }
        if (take(from, '\\')) {
            vstr_add_char(&text, read_escape(from));
        } else {
            vstr_add_byte(&text, *from->at++);
        }
    }
    mp_obj_t made = text_of(text.buf, text.len, is_name);
    vstr_clear(&text);
    return made;
}

static void enter_level(reader_t *from) {
    mp_cstack_check();
    if (++from->level > MOST_LEVELS) {
        refuse();
    }
}

static mp_obj_t read_list(reader_t *from) {
    mp_obj_t list = mp_obj_new_list(0, NULL);
    enter_level(from);
    skip_space(from);
    if (!take(from, ']')) {
        do {
            mp_obj_list_append(list, read_value(from));
            skip_space(from);
        } while (take(from, ','));
        expect(from, ']');
    }
    from->level--;
    return list;
}

static mp_obj_t read_object(reader_t *from) {
    mp_obj_t object = mp_obj_new_dict(8);
    enter_level(from);
    skip_space(from);
    if (!take(from, '}')) {
        do {
            expect(from, '"');
            mp_obj_t name = read_text(from, true);
            expect(from, ':');
            mp_obj_dict_store(object, name, read_value(from));
            skip_space(from);
        } while (take(from, ','));
        expect(from, '}');
    }
    from->level--;
    return object;
}

static mp_obj_t read_value(reader_t *from) {
    skip_space(from);
    switch (peek(from)) {
        case '"':
            from->at++;
            return read_text(from, false);
        case '{':
            from->at++;
            return read_object(from);
        case '[':
            from->at++;
            return read_list(from);
        case 't':
            return read_word(from, "true", mp_const_true);
        case 'f':
            return read_word(from, "false", mp_const_false);
        case 'n':
            return read_word(from, "null", mp_const_none);
        default:
            return read_number(from);
    }
}

static mp_obj_t loads(mp_obj_t text) {
    mp_buffer_info_t buffer;
    mp_get_buffer_raise(text, &buffer, MP_BUFFER_READ);
    const char *begin = buffer.buf;
    reader_t from = { begin, begin + buffer.len, 0 };
    mp_obj_t value = read_value(&from);
    skip_space(&from);
    if (from.at < from.end) {
        refuse();
    }
    return value;
}
static MP_DEFINE_CONST_FUN_OBJ_1(loads_obj, loads);

// ---- writing. MicroPython's own prints one character after the other; this one copies what needs no escape at once.

#define FIRST_BYTES (4 * 1024)

// What is written is here until the next text is written.
static char first_bytes[FIRST_BYTES];
static char *written = first_bytes;
static size_t written_bytes = FIRST_BYTES;
static size_t length;

static void add(const char *bytes, size_t count) {
    if (count > written_bytes - length) {
        size_t wanted = 2 * (length + count);
        char *larger = malloc(wanted);
        if (larger == NULL) {
            m_malloc_fail(wanted);
        }
        memcpy(larger, written, length);
        if (written != first_bytes) {
            free(written);
        }
        written = larger;
        written_bytes = wanted;
    }
    memcpy(written + length, bytes, count);
    length += count;
}

static void add_character(char character) {
    add(&character, 1);
}

static void add_printed(void *unused, const char *bytes, size_t count) {
    (void)unused;
    add(bytes, count);
}

static const mp_print_t printing = { NULL, add_printed };

static void write_text(mp_obj_t value) {
    GET_STR_DATA_LEN(value, text, count);
    const byte *end = text + count;
    add_character('"');
    while (text < end) {
        const byte *run = text;
        while (text < end && *text >= ' ' && *text != '"' && *text != '\\') {
            text++;
        }
        add((const char *)run, text - run);
        if (text == end) {
            break;
        }
        if (*text >= ' ') {
            add_character('\\');
            add_character(*text);
        } else {
            mp_printf(&printing, "\\u%04x", *text);
        }
        text++;
    }
    add_character('"');
}

static void write_value(mp_obj_t value);

static void write_list(size_t count, const mp_obj_t *items) {
    add_character('[');
    for (size_t i = 0; i < count; i++) {
        add(", ", i == 0 ? 0 : 2);
        write_value(items[i]);
    }
    add_character(']');
}

static void write_object(const mp_map_t *map) {
    bool is_first = true;
    add_character('{');
    for (size_t i = 0; i < map->alloc; i++) {
        if (!mp_map_slot_is_filled(map, i)) {
            continue;
        }
        add(", ", is_first ? 0 : 2);
        is_first = false;
        mp_obj_t name = map->table[i].key;
        size_t quote = mp_obj_is_str_or_bytes(name) ? 0 : 1;
        add("\"", quote);
        write_value(name);
        add("\"", quote);
        add(": ", 2);
        write_value(map->table[i].value);
    }
    add_character('}');
}

static void write_value(mp_obj_t value) {
    mp_cstack_check();
    if (mp_obj_is_str_or_bytes(value)) {
        write_text(value);
    } else if (mp_obj_is_dict_or_ordereddict(value)) {
        write_object(mp_obj_dict_get_map(value));
    } else if (mp_obj_is_type(value, &mp_type_list) || mp_obj_is_type(value, &mp_type_tuple)) {
        size_t count;
        mp_obj_t *items;
        mp_obj_get_array(value, &count, &items);
        write_list(count, items);
    } else if (value == mp_const_none) {
        add("null", 4);
    } else if (mp_obj_is_bool(value)) {
        add(mp_obj_is_true(value) ? "true" : "false", 5 - mp_obj_is_true(value));
    } else {
        mp_obj_print_helper(&printing, value, PRINT_REPR);
    }
}

const char *json_written(size_t count, const mp_obj_t *values, size_t *bytes) {
    length = 0;
    write_list(count, values);
    *bytes = length;
    return written;
}

static mp_obj_t dumps(mp_obj_t value) {
    length = 0;
    write_value(value);
    return mp_obj_new_str_copy(&mp_type_str, (const byte *)written, length);
}
static MP_DEFINE_CONST_FUN_OBJ_1(dumps_obj, dumps);

static const mp_rom_map_elem_t globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_json) },
    { MP_ROM_QSTR(MP_QSTR_dumps), MP_ROM_PTR(&dumps_obj) },
    { MP_ROM_QSTR(MP_QSTR_loads), MP_ROM_PTR(&loads_obj) },
};
static MP_DEFINE_CONST_DICT(globals, globals_table);

const mp_obj_module_t json_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&globals,
};
MP_REGISTER_MODULE(MP_QSTR_json, json_module);
