// What this interpreter is: MicroPython for a web page. It runs compiled modules, reads and writes JSON, and calls one
// function of the page. It has no compiler, no prompt, no files, and no objects of JavaScript.
#include <alloca.h>
#include <stdint.h>
#include <stddef.h>
#include <stdlib.h>

#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_MINIMUM)
#define MICROPY_HW_BOARD_NAME "page"
#define MICROPY_HW_MCU_NAME "wasm"
#define MICROPY_PY_SYS_PLATFORM "webassembly"

typedef int mp_int_t;
typedef unsigned mp_uint_t;
typedef long mp_off_t;
#define MP_SSIZE_MAX (0x7fffffff)
#define UINT_FMT "%u"
#define INT_FMT "%d"

// ---- code: only what mpy-cross has compiled, read from images (image.c)
#define MICROPY_ENABLE_COMPILER (0)
#define MICROPY_PERSISTENT_CODE_LOAD (1)
#define MICROPY_ENABLE_EXTERNAL_IMPORT (1)
// Texts and code are used where they lie in an image.
#define MICROPY_VFS_ROM (1)
#define MICROPY_VFS_ROM_IOCTL (0)
// The images have no line numbers.
#define MICROPY_ENABLE_SOURCE_LINE (0)
#define MICROPY_QSTR_BYTES_IN_HASH (2)

// ---- memory (memory.c)
#define MICROPY_ENABLE_GC (1)
// The heap grows by further areas.
#define MICROPY_GC_SPLIT_HEAP (1)
#define MICROPY_GC_SPLIT_HEAP_AUTO (1)
#define MICROPY_GC_ALLOC_THRESHOLD (1)
// Python's frames have a stack of their own, which costs less than taking each from the heap.
#define MICROPY_ENABLE_PYSTACK (1)
#define MICROPY_STACK_CHECK (1)
// setjmp and longjmp are exceptions of WebAssembly, see the compiler's flags.
#define MICROPY_NLR_SETJMP (1)

// ---- speed
// A switch is a jump table in WebAssembly already.
#define MICROPY_OPT_COMPUTED_GOTO (0)
#define MICROPY_OPT_MAP_LOOKUP_CACHE (1)
#define MICROPY_OPT_MAP_LOOKUP_CACHE_SIZE (1024)
// Before it comes our own, see maps.c.
#define MICROPY_WRAP_MP_MAP_LOOKUP(function) function##_fully
#define MICROPY_OPT_LOAD_ATTR_FAST_PATH (1)

// ---- the language, as far as the modules use it
// Times in milliseconds need more than 31 bits, and JSON has fractions.
#define MICROPY_LONGINT_IMPL (MICROPY_LONGINT_IMPL_MPZ)
#define MICROPY_FLOAT_IMPL (MICROPY_FLOAT_IMPL_DOUBLE)
#define MICROPY_ERROR_REPORTING (MICROPY_ERROR_REPORTING_NORMAL)
#define MICROPY_USE_INTERNAL_ERRNO (1)
#define MICROPY_CPYTHON_COMPAT (1)
#define MICROPY_FULL_CHECKS (1)
#define MICROPY_MULTIPLE_INHERITANCE (1)
#define MICROPY_MODULE_GETATTR (0)
#define MICROPY_BUILTIN_METHOD_CHECK_SELF_ARG (1)
#define MICROPY_PY___FILE__ (0)
#define MICROPY_PY_ASSIGN_EXPR (1)
#define MICROPY_PY_ASYNC_AWAIT (0)
#define MICROPY_PY_GENERATOR_PEND_THROW (0)

// ---- built-in types and functions
#define MICROPY_PY_BUILTINS_BYTEARRAY (0)
#define MICROPY_PY_BUILTINS_COMPLEX (0)
#define MICROPY_PY_BUILTINS_DICT_FROMKEYS (1)
#define MICROPY_PY_BUILTINS_ENUMERATE (1)
#define MICROPY_PY_BUILTINS_MIN_MAX (1)
#define MICROPY_PY_BUILTINS_NEXT2 (1)
#define MICROPY_PY_BUILTINS_PROPERTY (1)
#define MICROPY_PY_BUILTINS_RANGE_ATTRS (0)
#define MICROPY_PY_BUILTINS_SET (1)
#define MICROPY_PY_BUILTINS_SLICE (1)
#define MICROPY_PY_BUILTINS_STR_UNICODE_CHECK (1)
#define MICROPY_PY_BUILTINS_STR_COUNT (1)
#define MICROPY_PY_BUILTINS_STR_PARTITION (1)
#define MICROPY_PY_BUILTINS_STR_UNICODE (1)

// ---- modules
#define MICROPY_PY_COLLECTIONS (0)
#define MICROPY_PY_GC (1)
// The module is ours (json.c).
#define MICROPY_PY_JSON (0)
#define MICROPY_PY_MICROPYTHON (1)
#define MICROPY_PY_RANDOM (1)
#define MICROPY_PY_RANDOM_EXTRA_FUNCS (1)
#define MICROPY_PY_RANDOM_SEED_INIT_FUNC (page_seed)
// Without this, a module is not initialised, and random numbers are the same each time.
#define MICROPY_MODULE_BUILTIN_INIT (1)
#define MICROPY_PY_SYS (1)
#define MICROPY_PY_SYS_ARGV (0)
#define MICROPY_PY_SYS_EXIT (0)
#define MICROPY_PY_SYS_MODULES (0)
#define MICROPY_PY_SYS_PATH (0)

#define MP_STATE_PORT MP_STATE_VM

extern uint32_t page_seed;
