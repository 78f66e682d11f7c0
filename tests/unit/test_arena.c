#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int open_arena(void **state)
{
    *state = arena_new();
    return *state ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static bool is_zero(const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void memory_is_zero_and_aligned_to_sixteen_bytes(void **state)
{
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *bytes = arena_alloc(*state, size, 1);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        assert_true(is_zero(bytes, size));
        memset(bytes, 0xAA, size);
    }
}

static void pieces_do_not_overlap(void **state)
{
    enum { PIECES = 2000 };
    unsigned char *pieces[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_alloc(*state, 1, 1 + i % 97);
        assert_non_null(pieces[i]);
        memset(pieces[i], (int)(i % 251) + 1, 1 + i % 97);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t at = 0; at < 1 + i % 97; at++)
            assert_int_equal(pieces[i][at], i % 251 + 1);
}

static void a_product_that_overflows_gives_nothing(void **state)
{
    assert_false(arena_failed(*state));
    assert_null(arena_alloc(*state, SIZE_MAX, 2));
    assert_true(arena_failed(*state));
    assert_null(arena_alloc(*state, SIZE_MAX / 8 + 1, 8));
    assert_null(arena_alloc(*state, SIZE_MAX, 1));
    assert_null(arena_text(*state, "", SIZE_MAX));
    assert_null(arena_grow(*state, NULL, 0, SIZE_MAX / 2, 4));
    assert_non_null(arena_alloc(*state, 1, 8));
}

static void what_no_machine_has_is_refused_and_the_arena_stays_usable(void **state)
{
    char *kept = arena_text(*state, "kept", 4);
    assert_null(arena_alloc(*state, PTRDIFF_MAX / 2, 1));
    assert_string_equal(kept, "kept");
    assert_non_null(arena_alloc(*state, 100, 1));
    arena_rewind(*state, (struct arena_mark){0});
    assert_true(arena_failed(*state));
}

static void nothing_asked_for_is_a_place_of_its_own(void **state)
{
    const char *first = arena_alloc(*state, 0, 8), *second = arena_alloc(*state, 8, 0);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
}

static void a_grown_array_keeps_its_items_and_the_old_one_stays(void **state)
{
    int *old = arena_grow(*state, NULL, 0, 3, sizeof *old);
    assert_true(old[0] == 0 && old[1] == 0 && old[2] == 0);
    old[0] = 10;
    old[1] = 11;
    old[2] = 12;
    int *new = arena_grow(*state, old, 3, 5, sizeof *new);
    new[0] = 99;
    assert_int_equal(new[2], 12);
    assert_int_equal(new[3], 0);
    assert_int_equal(new[4], 0);
    assert_int_equal(old[0], 10);
}

static void a_copied_text_ends_after_all_its_bytes(void **state)
{
    const char *copy = arena_text(*state, "a\0b and more", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(arena_text(*state, NULL, 0), "");
}

static void a_formatted_text_may_have_any_length(void **state)
{
    const char *text = arena_printf(*state, "%40000d|%s", 7, "end");
    assert_int_equal(strlen(text), 40004);
    assert_string_equal(text + 39999, "7|end");
}

static void what_was_taken_since_a_mark_is_given_back_and_zeroed(void **state)
{
    char *before = arena_text(*state, "before", 6);
    struct arena_mark mark = arena_mark(*state);
    unsigned char *first = arena_alloc(*state, 1000, 1);
    memset(first, 0xFF, 1000);
    arena_rewind(*state, mark);
    unsigned char *again = arena_alloc(*state, 1000, 1);
    assert_ptr_equal(again, first);
    assert_true(is_zero(again, 1000));
    assert_string_equal(before, "before");
}

/* What a Monte Carlo draw needs: the first takes memory, the others none. */
static void the_same_work_after_a_rewind_takes_nothing_from_the_system(void **state)
{
    struct arena_mark mark = arena_mark(*state);
    size_t after_first = 0;
    for (size_t round = 0; round < 5; round++) {
        for (size_t i = 0; i < 400; i++) {
            unsigned char *bytes = arena_alloc(*state, 1, 1 + i * 13);
            assert_true(is_zero(bytes, 1 + i * 13));
            memset(bytes, 0xFF, 1 + i * 13);
        }
        if (round == 0)
            after_first = arena_size_bytes(*state);
        assert_int_equal(arena_size_bytes(*state), after_first);
        arena_rewind(*state, mark);
    }
    assert_true(after_first >= 400 * 13 * 399 / 2);
}

static void marks_nest_across_blocks(void **state)
{
    char *outer = arena_text(*state, "outer", 5);
    struct arena_mark first = arena_mark(*state);
    assert_non_null(arena_alloc(*state, 100000, 1));
    char *inner = arena_text(*state, "inner", 5);
    struct arena_mark second = arena_mark(*state);
    assert_non_null(arena_alloc(*state, 300000, 1));
    arena_rewind(*state, second);
    assert_string_equal(inner, "inner");
    arena_rewind(*state, first);
    assert_string_equal(outer, "outer");
    assert_true(is_zero(arena_alloc(*state, 300000, 1), 300000));
}

static void an_empty_arena_can_be_marked_and_rewound(void **state)
{
    struct arena_mark mark = arena_mark(*state);
    arena_rewind(*state, mark);
    assert_int_equal(arena_size_bytes(*state), 0);
    char *text = arena_text(*state, "text", 4);
    arena_rewind(*state, mark);
    assert_ptr_equal(arena_text(*state, "other", 5), text);
}

static void freeing_no_arena_has_no_effect(void **state)
{
    (void)state;
    arena_free(NULL);
}

/* What was there before and what is taken later, beyond a rewind, do not touch it. */
static void what_another_arena_held_is_kept_when_they_are_joined(void **state)
{
    for (int empty = 0; empty < 2; empty++) {
        struct arena *arena = arena_new(), *other = arena_new();
        struct arena_mark mark = {0};
        if (!empty) {
            char *own = arena_text(arena, "own", 3);
            assert_non_null(own);
            mark = arena_mark(arena);
        }
        char *small = arena_text(other, "small", 5), *large = arena_alloc(other, 3000000, 1);
        memset(large, 'x', 3000000);
        size_t bytes = arena_size_bytes(arena) + arena_size_bytes(other);
        arena_join(arena, other);
        assert_true(arena_size_bytes(arena) == bytes);
        if (!empty)
            arena_rewind(arena, mark);
        for (int i = 0; i < 100; i++)
            memset(arena_alloc(arena, 1000, 1), 'y', 1000);
        assert_string_equal(small, "small");
        assert_true(large[0] == 'x' && large[2999999] == 'x');
        arena_free(arena);
    }
    arena_join(*state, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zero_and_aligned_to_sixteen_bytes),
        TEST(pieces_do_not_overlap),
        TEST(a_product_that_overflows_gives_nothing),
        TEST(what_no_machine_has_is_refused_and_the_arena_stays_usable),
        TEST(nothing_asked_for_is_a_place_of_its_own),
        TEST(a_grown_array_keeps_its_items_and_the_old_one_stays),
        TEST(a_copied_text_ends_after_all_its_bytes),
        TEST(a_formatted_text_may_have_any_length),
        TEST(what_was_taken_since_a_mark_is_given_back_and_zeroed),
        TEST(the_same_work_after_a_rewind_takes_nothing_from_the_system),
        TEST(marks_nest_across_blocks),
        TEST(an_empty_arena_can_be_marked_and_rewound),
        TEST(what_another_arena_held_is_kept_when_they_are_joined),
        TEST(freeing_no_arena_has_no_effect),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
