// The tag of the exceptions by which longjmp returns to setjmp; the compiler refers to it by this name.
__asm__(
    ".tagtype __c_longjmp i32\n"
    ".globl __c_longjmp\n"
    "__c_longjmp:\n");
