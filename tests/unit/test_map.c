#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int open_map(void **state)
{
    arena = arena_new();
    *state = arena ? map_new(arena) : NULL;
    return *state ? 0 : -1;
}

static int close_map(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct text of(const char *text)
{
    return text_of(text);
}

static void a_name_that_was_not_put_has_no_value(void **state)
{
    assert_int_equal(map_get(*state, of("KGZ")), MAP_NONE);
    map_put(*state, of("KGZ"), 0);
    assert_int_equal(map_get(*state, of("KGZ")), 0);
    assert_int_equal(map_get(*state, of("KG")), MAP_NONE);
    assert_int_equal(map_get(*state, of("KGZZ")), MAP_NONE);
    assert_int_equal(map_get(*state, of("kgz")), MAP_NONE);
}

static void the_first_value_of_a_name_stays(void **state)
{
    assert_int_equal(map_put(*state, of("press"), 7), 7);
    assert_int_equal(map_put(*state, of("press"), 8), 7);
    assert_int_equal(map_get(*state, of("press")), 7);
}

static void every_byte_of_a_name_counts(void **state)
{
    map_put(*state, (struct text){"a\0b", 3}, 1);
    map_put(*state, (struct text){"a\0c", 3}, 2);
    map_put(*state, (struct text){"a", 1}, 3);
    map_put(*state, (struct text){"", 0}, 4);
    assert_int_equal(map_get(*state, (struct text){"a\0b", 3}), 1);
    assert_int_equal(map_get(*state, (struct text){"a\0c", 3}), 2);
    assert_int_equal(map_get(*state, of("a")), 3);
    assert_int_equal(map_get(*state, of("")), 4);
    assert_int_equal(map_get(*state, (struct text){"a\0", 2}), MAP_NONE);
}

/* Pairs of words with the same FNV-1a hash of 32 bits, among the few in an English word list. */
static void names_with_the_same_hash_are_kept_apart(void **state)
{
    static const char *const words[] = {"costarring", "liquid", "declinate", "macallums",
                                        "altarage",   "zinke",  "altarages", "zinkes"};
    for (uint32_t i = 0; i < 8; i++)
        assert_int_equal(map_put(*state, of(words[i]), i), i);
    for (uint32_t i = 0; i < 8; i++)
        assert_int_equal(map_get(*state, of(words[i])), i);
}

static void as_many_names_as_needed_are_kept(void **state)
{
    enum { NAMES = 20000 };
    for (uint32_t i = 0; i < NAMES; i++) {
        const char *name = arena_printf(arena, "v2x_%u", i);
        assert_int_equal(map_put(*state, of(name), i), i);
    }
    char name[16];
    for (uint32_t i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "v2x_%u", i);
        assert_int_equal(map_get(*state, of(name)), i);
    }
    assert_int_equal(map_get(*state, of("v2x_20000")), MAP_NONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_map, close_map)
    const struct CMUnitTest tests[] = {
        TEST(a_name_that_was_not_put_has_no_value), TEST(the_first_value_of_a_name_stays),
        TEST(every_byte_of_a_name_counts),          TEST(names_with_the_same_hash_are_kept_apart),
        TEST(as_many_names_as_needed_are_kept),
    };
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
