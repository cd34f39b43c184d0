// What of MicroPython's numbers is cut: arrays hold bytes only, and large numbers have no bits.
#include "py/binary.h"
#include "py/mpz.h"
#include "py/runtime.h"

size_t mp_binary_get_size(char kind, char type, size_t *alignment) {
    (void)kind;
    (void)type;
    (void)alignment;
    return 1;
}

mp_obj_t mp_binary_get_val_array(char type, void *items, size_t index) {
    (void)type;
    return MP_OBJ_NEW_SMALL_INT(((byte *)items)[index]);
}

void mp_binary_set_val_array(char type, void *items, size_t index, mp_obj_t value) {
    (void)type;
    ((byte *)items)[index] = mp_obj_get_int(value);
}

static NORETURN void refuse(void) {
    mp_raise_NotImplementedError(MP_ERROR_TEXT("bits of large numbers"));
}

void mpz_and_inpl(mpz_t *into, const mpz_t *a, const mpz_t *b) {
    refuse();
}

void mpz_or_inpl(mpz_t *into, const mpz_t *a, const mpz_t *b) {
    refuse();
}

void mpz_xor_inpl(mpz_t *into, const mpz_t *a, const mpz_t *b) {
    refuse();
}

void mpz_not_inpl(mpz_t *into, const mpz_t *number) {
    refuse();
}

void mpz_shl_inpl(mpz_t *into, const mpz_t *number, mp_uint_t by) {
    refuse();
}
