// Maps: dicts, the names of modules and classes, and the attributes of objects. MicroPython's tables grow only when
// they are quite full. Then a name that is not in one, such as each built-in function in a module's table, is looked for
// in all of it. The app's module has more than a thousand names, so here tables grow before, and names have a short way.
#include "py/obj.h"
#include "py/qstr.h"

// MicroPython's own; see mpconfigport.h.
mp_map_elem_t *mp_map_lookup_fully(mp_map_t *map, mp_obj_t key, mp_map_lookup_kind_t kind);

// Smaller tables are filled: a search in them is short.
#define FULL_SIZE (12)

static bool is_crowded(const mp_map_t *map) {
    return map->alloc > FULL_SIZE && map->used >= map->alloc / 4 * 3;
}

// Moves everything into a table that is twice as large.
static void grow(mp_map_t *map) {
    mp_map_t old = *map;
    map->alloc = old.alloc * 2 + 1;
    map->table = m_new0(mp_map_elem_t, map->alloc);
    map->used = 0;
    for (size_t i = 0; i < old.alloc; i++) {
        if (mp_map_slot_is_filled(&old, i)) {
            mp_map_lookup(map, old.table[i].key, MP_MAP_LOOKUP_ADD_IF_NOT_FOUND)->value = old.table[i].value;
        }
    }
    m_del(mp_map_elem_t, old.table, old.alloc);
}

// Returns where a name is in a table, or else where it may be put; NULL if a longer search has to tell.
static mp_map_elem_t *place_of(const mp_map_t *map, mp_obj_t name) {
    size_t begin = qstr_hash(MP_OBJ_QSTR_VALUE(name)) % map->alloc;
    for (size_t at = begin;;) {
        mp_map_elem_t *slot = &map->table[at];
        if (slot->key == name || slot->key == MP_OBJ_NULL) {
            return slot;
        }
        at = at + 1 == map->alloc ? 0 : at + 1;
        if (slot->key == MP_OBJ_SENTINEL || at == begin) {
            return NULL;
        }
    }
}

mp_map_elem_t *mp_map_lookup(mp_map_t *map, mp_obj_t key, mp_map_lookup_kind_t kind) {
    bool adds = kind == MP_MAP_LOOKUP_ADD_IF_NOT_FOUND;
    if (map->is_ordered || map->alloc == 0 || kind == MP_MAP_LOOKUP_REMOVE_IF_FOUND) {
        return mp_map_lookup_fully(map, key, kind);
    }
    bool is_short = mp_obj_is_qstr(key) && map->all_keys_are_qstrs;
    mp_map_elem_t *slot = is_short ? place_of(map, key) : NULL;
    if (slot != NULL && (slot->key == key || !adds)) {
        return slot->key == key ? slot : NULL;
    }
    if (adds && is_crowded(map)) {
        grow(map);
        slot = NULL;
    }
    if (slot == NULL) {
        return mp_map_lookup_fully(map, key, kind);
    }
    map->used++;
    slot->key = key;
    slot->value = MP_OBJ_NULL;
    return slot;
}
