#include "lua/order.h"

#include "lua/sandbox.h"

#include <lauxlib.h>
#include <limits.h>
#include <string.h>

enum key_class { KEY_NUMBER, KEY_TEXT, KEY_BOOLEAN };

/* A key taken out of Lua. Long double holds every 64-bit integer and every double exactly. */
struct key {
    enum key_class class;
    long double number;
    lua_Integer integer;
    bool is_integer;
    const char *bytes; /* kept alive by the table it is a key of */
    size_t length;
};

static bool is_before(const struct key *a, const struct key *b)
{
    if (a->class != b->class)
        return a->class < b->class;
    if (a->class != KEY_TEXT)
        return a->number < b->number;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order < 0 || (order == 0 && a->length < b->length);
}

static void sift_down(struct key *keys, size_t at, size_t count)
{
    struct key moving = keys[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_before(&keys[child], &keys[child + 1]))
            child++;
        if (!is_before(&moving, &keys[child]))
            break;
        keys[at] = keys[child];
    }
    keys[at] = moving;
}

/* Heap sort: in place, n log n at worst; no two keys are equal, so stability means nothing. */
static void sort_keys(struct key *keys, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(keys, i, count);
    for (size_t end = count; end-- > 1;) {
        struct key largest = keys[0];
        keys[0] = keys[end];
        keys[end] = largest;
        sift_down(keys, 0, end);
    }
}

/* The key at the top of the stack. */
static struct key key_of(lua_State *L)
{
    struct key key = {0};
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        key.class = KEY_NUMBER;
        key.is_integer = lua_isinteger(L, -1);
        key.integer = lua_tointeger(L, -1);
        key.number = key.is_integer ? (long double)key.integer : lua_tonumber(L, -1);
        break;
    case LUA_TSTRING:
        key.class = KEY_TEXT;
        key.bytes = lua_tolstring(L, -1, &key.length);
        break;
    case LUA_TBOOLEAN:
        key.class = KEY_BOOLEAN;
        key.number = lua_toboolean(L, -1);
        break;
    default:
        sandbox_raise(L, ERR_SCRIPT_RUN, 1, "use numbers or texts as keys",
                      "a table has a %s as a key, and such keys have no order",
                      luaL_typename(L, -1));
    }
    return key;
}

static void push_key(lua_State *L, const struct key *key)
{
    if (key->class == KEY_TEXT)
        lua_pushlstring(L, key->bytes, key->length);
    else if (key->class == KEY_BOOLEAN)
        lua_pushboolean(L, key->number > 0);
    else if (key->is_integer)
        lua_pushinteger(L, key->integer);
    else
        lua_pushnumber(L, (lua_Number)key->number);
}

lua_Integer order_push_keys(lua_State *L, int index)
{
    size_t count = 0, filled = 0;
    index = lua_absindex(L, index);
    luaL_checkstack(L, 6, NULL);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        count++;
    if (count > INT_MAX)
        luaL_error(L, "a table has too many keys");
    struct key *keys = lua_newuserdatauv(L, count * sizeof *keys, 0);
    for (lua_pushnil(L); lua_next(L, index); filled++) {
        lua_pop(L, 1);
        keys[filled] = key_of(L);
    }
    sort_keys(keys, count);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_remove(L, -2);
    return (lua_Integer)count;
}

/* Upvalues: the sequence of keys, and how many of them are done. */
static int next_pair(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    for (;;) {
        if (lua_rawgeti(L, lua_upvalueindex(1), ++at) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL)
            break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

int order_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    order_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 2);
    lua_pushvalue(L, 1);
    return 2;
}

/* Whether the value at the top must come before the one below it: then, and only then, the later
 * item overtakes the earlier. */
static bool overtakes(lua_State *L)
{
    if (lua_isnil(L, 2))
        return lua_compare(L, -1, -2, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    bool before = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return before;
}

/* Merges the sorted runs [low, middle) and [middle, high) of table from into table to. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle,
                  lua_Integer high)
{
    lua_Integer left = low, right = middle;
    for (lua_Integer out = low; out < high; out++) {
        bool take_right = left == middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, from, left);
            lua_rawgeti(L, from, right);
            take_right = overtakes(L);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, out);
    }
}

static void copy(lua_State *L, int from, int to, lua_Integer count)
{
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, to, i);
    }
}

int order_sort(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    if (count >= INT_MAX)
        luaL_error(L, "a list is too long to sort");
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    int from = 3, to = 4;
    copy(L, 1, from, count);
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            lua_Integer middle = low + width <= count ? low + width : count + 1;
            lua_Integer high = middle + width <= count ? middle + width : count + 1;
            merge(L, from, to, low, middle, high);
        }
        int other = from;
        from = to;
        to = other;
    }
    copy(L, from, 1, count);
    return 0;
}
