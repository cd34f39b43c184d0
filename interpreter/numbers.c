// What of MicroPython's numbers is cut: large ones have no bits.
#include "py/mpz.h"
#include "py/runtime.h"

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
