// Powers and remainders of numbers. Those of the C library have tables of six thousand bytes, which nothing makes smaller
// on the way to a page. Here numbers are read and written by powers of ten, so whole exponents have to be exact: each
// product is kept as a number and what it lacks. Other exponents are a few billionths of a millionth off.
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    double number;
    double lacks;
} exact_t;

// Returns a number without the lower half of its digits, so that products of halves are exact.
static double upper_half(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    bits &= ~(uint64_t)0x7ffffff;
    memcpy(&number, &bits, sizeof(bits));
    return number;
}

static exact_t product(exact_t a, exact_t b) {
    exact_t made = { a.number * b.number, 0 };
    if (isfinite(made.number) && made.number != 0) {
        double a_high = upper_half(a.number), a_low = a.number - a_high;
        double b_high = upper_half(b.number), b_low = b.number - b_high;
        double lacks = a_high * b_high - made.number + a_high * b_low + a_low * b_high + a_low * b_low;
        lacks += a.number * b.lacks + a.lacks * b.number;
        double number = made.number + lacks;
        if (isfinite(number)) {
            made.lacks = made.number - number + lacks;
            made.number = number;
        }
    }
    return made;
}

double pow(double base, double exponent) {
    if (isnan(exponent)) {
        return exponent;
    }
    double whole = floor(exponent);
    double rest = exponent - whole;
    exact_t made = { 1, 0 };
    exact_t factor = { base, 0 };
    if (whole < 0) {
        factor.number = 1 / base;
        // What one lacks of this times the base.
        exact_t one = product(factor, (exact_t) { base, 0 });
        double lacks = (1 - one.number - one.lacks) * factor.number;
        factor.lacks = isfinite(lacks) ? lacks : 0;
    }
    // Numbers that are larger are even, and as good as infinite.
    for (uint64_t times = fabs(whole) < 0x1p62 ? fabs(whole) : 0x1p62; times != 0; times >>= 1) {
        if (times & 1) {
            made = product(made, factor);
        }
        factor = product(factor, factor);
    }
    double result = made.number;
    // A half of the exponent is a root, a quarter is a root of that.
    for (double root = base; rest > 0; rest = rest - (rest >= 1)) {
        root = sqrt(root);
        rest *= 2;
        if (rest >= 1) {
            result *= root;
        }
    }
    return result;
}

double fmod(double number, double by) {
    double rest = fabs(number);
    double least = fabs(by);
    if (!(rest < INFINITY) || !(least > 0)) {
        return NAN;
    }
    if (least < INFINITY) {
        double step = least;
        while (step <= rest / 2) {
            step *= 2;
        }
        for (; step >= least; step /= 2) {
            if (rest >= step) {
                rest -= step;
            }
        }
    }
    return copysign(rest, number);
}
