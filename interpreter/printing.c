// Texts made of values: by print, by errors, and by f-strings, which call `str.format`. MicroPython's own know all that
// C's printf and Python's format have; here is what its messages and our modules ask for.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "py/formatfloat.h"
#include "py/mphal.h"
#include "py/objint.h"
#include "py/objstr.h"
#include "py/runtime.h"
#include "py/unicode.h"

// The longest is a number of 64 bits.
#define NUMBER_BYTES (24)
// What `g` has after the point if nothing is said.
#define USUAL_DIGITS (6)

static void print_cooked(void *unused, const char *text, size_t length) {
    (void)unused;
    mp_hal_stdout_tx_strn_cooked(text, length);
}

const mp_print_t mp_plat_print = { NULL, print_cooked };

int mp_print_strn(const mp_print_t *print, const char *text, size_t length, int flags, char fill, int width) {
    (void)flags;
    for (int missing = width - (int)length; missing > 0; missing--) {
        print->print_strn(print->data, &fill, 1);
    }
    if (length > 0) {
        print->print_strn(print->data, text, length);
    }
    return length;
}

int mp_print_str(const mp_print_t *print, const char *text) {
    return mp_print_strn(print, text, strlen(text), 0, 0, 0);
}

// A number with that many places; a sign comes before the zeros.
static void print_number(const mp_print_t *print, const char *digits, size_t length, bool zeros, int width) {
    if (zeros && *digits == '-') {
        print->print_strn(print->data, digits++, 1);
        length--;
        width--;
    }
    mp_print_strn(print, digits, length, 0, zeros ? '0' : ' ', width);
}

static void print_unsigned(const mp_print_t *print, unsigned value, unsigned base, bool is_negative, bool zeros, int width) {
    char digits[NUMBER_BYTES];
    char *begin = digits + sizeof(digits);
    do {
        *--begin = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    if (is_negative) {
        *--begin = '-';
    }
    print_number(print, begin, digits + sizeof(digits) - begin, zeros, width);
}

static const char *read_width(const char *at, bool *zeros, int *width) {
    *zeros = *at == '0';
    for (*width = 0; unichar_isdigit(*at); at++) {
        *width = *width * 10 + *at - '0';
    }
    return at;
}

int mp_vprintf(const mp_print_t *print, const char *format, va_list values) {
    while (true) {
        const char *run = format;
        while (*format != 0 && *format != '%') {
            format++;
        }
        mp_print_strn(print, run, format - run, 0, 0, 0);
        if (*format == 0) {
            return 0;
        }
        bool zeros;
        int width;
        format = read_width(format + 1, &zeros, &width);
        char kind = *format++;
        if (kind == 's') {
            mp_print_str(print, va_arg(values, const char *));
        } else if (kind == 'q') {
            mp_print_str(print, qstr_str(va_arg(values, qstr)));
        } else {
            unsigned value = va_arg(values, unsigned);
            bool is_negative = kind == 'd' && (int)value < 0;
            if (kind == 'c') {
                char character = value;
                print->print_strn(print->data, &character, 1);
            } else {
                unsigned base = kind == 'd' || kind == 'u' ? 10 : 16;
                print_unsigned(print, is_negative ? -value : value, base, is_negative, zeros, width);
            }
        }
    }
}

int mp_printf(const mp_print_t *print, const char *format, ...) {
    va_list values;
    va_start(values, format);
    mp_vprintf(print, format, values);
    va_end(values);
    return 0;
}

static NORETURN void refuse(void) {
    mp_raise_ValueError(MP_ERROR_TEXT("invalid format"));
}

// What stands after the colon: zeros, a width, and `d`, `x` or `g`.
static void print_by(const mp_print_t *print, mp_obj_t value, const char *format, const char *end) {
    bool zeros;
    int width;
    char kind = *(format = read_width(format, &zeros, &width));
    if (format + 1 != end) {
        refuse();
    }
    if (mp_obj_is_bool(value)) {
        value = MP_OBJ_NEW_SMALL_INT(mp_obj_is_true(value));
    }
    char first[NUMBER_BYTES];
    char *digits = first;
    size_t length;
    mp_float_t number;
    if (kind == 'g' && mp_obj_get_float_maybe(value, &number)) {
        length = mp_format_float(number, first, sizeof(first), kind, USUAL_DIGITS, 0);
    } else if ((kind == 'd' || kind == 'x') && mp_obj_is_int(value)) {
        size_t bytes = sizeof(first);
        digits = mp_obj_int_formatted(&digits, &bytes, &length, value, kind == 'd' ? 10 : 16, NULL, 'a', 0);
    } else {
        mp_raise_msg_varg(&mp_type_ValueError,
            MP_ERROR_TEXT("unknown format code '%c' for object of type '%s'"), kind, mp_obj_get_type_str(value));
    }
    print_number(print, digits, length, zeros, width);
}

mp_obj_t mp_obj_str_format(size_t count, const mp_obj_t *values, mp_map_t *named) {
    (void)named;
    GET_STR_DATA_LEN(values[0], format, length);
    const char *at = (const char *)format;
    const char *end = at + length;
    vstr_t made;
    mp_print_t print;
    vstr_init_print(&made, 16, &print);
    for (size_t next = 1; at < end;) {
        const char *run = at;
        while (at < end && *at != '{' && *at != '}') {
            at++;
        }
        vstr_add_strn(&made, run, at - run);
        if (at == end) {
            break;
        }
        char brace = *at++;
        if (at < end && *at == brace) {
            vstr_add_byte(&made, *at++);
            continue;
        }
        const char *close = memchr(at, '}', end - at);
        if (brace == '}' || close == NULL || next == count) {
            refuse();
        }
        mp_obj_t value = values[next++];
        if (close - at == 2 && at[0] == '!' && at[1] == 'r') {
            mp_obj_print_helper(&print, value, PRINT_REPR);
        } else if (at == close) {
            mp_obj_print_helper(&print, value, PRINT_STR);
        } else if (*at == ':') {
            print_by(&print, value, at + 1, close);
        } else {
            refuse();
        }
        at = close + 1;
    }
    return mp_obj_new_str_from_vstr(&made);
}
