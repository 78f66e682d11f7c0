#include "base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PIECES = 100 };

struct record {
    atomic_int seen[PIECES];
    atomic_int order[PIECES]; /* which piece was the n-th */
    atomic_int done;
    atomic_uint highest; /* worker */
};

static bool note(void *context, size_t index, unsigned worker)
{
    struct record *record = context;
    unsigned highest = atomic_load(&record->highest);
    while (worker > highest && !atomic_compare_exchange_weak(&record->highest, &highest, worker))
        ;
    atomic_fetch_add(&record->seen[index], 1);
    atomic_store(&record->order[atomic_fetch_add(&record->done, 1)], (int)index);
    return true;
}

/* Also with more threads than pieces or than the pool ever starts, with one piece and with none. */
static void every_piece_is_done_once_by_any_number_of_threads(void **state)
{
    static const unsigned threads[] = {0, 1, 2, 3, 4, 8, 64, 65, 1000};
    static const size_t counts[] = {0, 1, 2, 7, PIECES};
    (void)state;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        for (size_t j = 0; j < sizeof counts / sizeof *counts; j++) {
            struct record record = {.highest = 0};
            assert_true(pool_run(threads[i], counts[j], note, &record));
            for (size_t k = 0; k < PIECES; k++)
                assert_int_equal(atomic_load(&record.seen[k]), k < counts[j]);
            assert_true(atomic_load(&record.highest) < (threads[i] ? threads[i] : 1));
        }
}

static void one_thread_works_in_order(void **state)
{
    (void)state;
    for (unsigned threads = 0; threads < 2; threads++) {
        struct record record = {.highest = 0};
        assert_true(pool_run(threads, PIECES, note, &record));
        for (int i = 0; i < PIECES; i++)
            assert_int_equal(atomic_load(&record.order[i]), i);
    }
}

static bool fail_at_three(void *context, size_t index, unsigned worker)
{
    atomic_int *done = context;
    (void)worker;
    atomic_fetch_add(done, 1);
    return index != 3;
}

static void a_piece_that_fails_fails_the_whole(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 9; threads++) {
        atomic_int done = 0;
        assert_false(pool_run(threads, PIECES, fail_at_three, &done));
        assert_true(pool_run(threads, 3, fail_at_three, &done));
    }
}

static void a_piece_that_fails_stops_the_rest(void **state)
{
    atomic_int done = 0;
    (void)state;
    assert_false(pool_run(1, PIECES, fail_at_three, &done));
    assert_int_equal(atomic_load(&done), 4);
}

/* Each worker adds to a place of its own, without a lock: no two are the same worker at once. */
static bool add_alone(void *context, size_t index, unsigned worker)
{
    uint64_t *sums = context;
    sums[worker] += index;
    return true;
}

static void a_worker_is_one_thread(void **state)
{
    (void)state;
    uint64_t sums[8] = {0}, sum = 0;
    assert_true(pool_run(8, 10000, add_alone, sums));
    for (int i = 0; i < 8; i++)
        sum += sums[i];
    assert_int_equal(sum, 10000 * 9999 / 2);
}

/* Ends the work when `wanted` pieces are handed out. */
struct ending {
    size_t wanted;
    size_t asked;
    size_t last;
};

static bool until_wanted(void *context, size_t taken, size_t count)
{
    struct ending *ending = context;
    assert_true(taken <= count && taken >= ending->last);
    ending->asked++;
    ending->last = taken;
    return taken < ending->wanted;
}

static void work_that_is_ended_early_has_done_the_first_pieces(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 5; threads++) {
        struct record record = {.highest = 0};
        struct ending ending = {.wanted = 10};
        const struct pool_watch watch = {until_wanted, &ending};
        size_t done = 0;
        assert_true(pool_run_watched(threads, PIECES, note, &record, &watch, &done));
        assert_true(done >= 1 && done <= PIECES);
        assert_true(threads > 1 || done == 10);
        for (size_t k = 0; k < PIECES; k++)
            assert_int_equal(atomic_load(&record.seen[k]), k < done);
    }
}

static void work_that_goes_on_is_done_to_the_end(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 5; threads++) {
        struct record record = {.highest = 0};
        struct ending ending = {.wanted = PIECES + 1};
        const struct pool_watch watch = {until_wanted, &ending};
        size_t done = 0;
        assert_true(pool_run_watched(threads, PIECES, note, &record, &watch, &done));
        assert_int_equal(done, PIECES);
        assert_true(threads > 1 || (ending.asked == PIECES && ending.last == PIECES));
    }
    size_t done = 1;
    assert_true(pool_run_watched(3, 0, note, NULL, NULL, &done));
    assert_int_equal(done, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(one_thread_works_in_order),
        cmocka_unit_test(a_piece_that_fails_fails_the_whole),
        cmocka_unit_test(a_piece_that_fails_stops_the_rest),
        cmocka_unit_test(a_worker_is_one_thread),
        cmocka_unit_test(work_that_is_ended_early_has_done_the_first_pieces),
        cmocka_unit_test(work_that_goes_on_is_done_to_the_end),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
