#include "chart/layout_place.h"
#include "chart/layout_text.h"
#include "chart/layout_ticks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct layout_font regular = {LAYOUT_REGULAR, 9}, strong = {LAYOUT_SEMIBOLD, 9};

/* Advances as the hmtx tables of Inter 3.19 have them, per thousand of the em; at 9 points, 12
 * pixels. */
static void widths_are_those_of_the_font(void **state)
{
    (void)state;
    assert_int_equal(layout_metrics_advance('K', LAYOUT_SEMIBOLD), 677);
    assert_int_equal(layout_metrics_advance('i', LAYOUT_REGULAR), 237);
    assert_true(fabs(layout_text_width("Kyrgyz", strong) -
                     (677 + 576 + 397 + 625 + 576 + 562) * 0.012) < 1e-9);
    assert_true(layout_text_width("", regular) == 0);
}

static void letters_of_russian_kyrgyz_and_tajik_have_widths(void **state)
{
    static const uint32_t letters[] = {0x416, 0x44F, 0x4A2, 0x4E8,  0x4AE,  0x492,  0x4E2, 0x49A,
                                       0x4EE, 0x4B2, 0x4B6, 0x2212, 0x2013, 0x2019, 0x2192};
    (void)state;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        assert_true(layout_metrics_advance(letters[i], LAYOUT_REGULAR) > 100);
        assert_true(layout_metrics_advance(letters[i], LAYOUT_SEMIBOLD) > 100);
    }
    assert_int_equal(layout_metrics_advance(0x4E2D, LAYOUT_REGULAR), 0);
}

static void a_long_name_is_cut_with_an_ellipsis_to_its_room(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *cut = layout_text_fit(arena, "A very long name of something", regular, 80);
    assert_true(layout_text_width(cut, regular) <= 80);
    assert_non_null(strstr(cut, "\xE2\x80\xA6"));
    assert_string_equal(layout_text_fit(arena, "Short", regular, 80), "Short");
    arena_free(arena);
}

static void wrapped_lines_fit_and_hold_every_word(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char text[] = "Concentration of executive power in a person or family";
    size_t lines;
    const char *made = layout_text_wrap(arena, text, regular, 120, 9, &lines);
    size_t breaks = 0;
    assert_true(layout_text_width(made, regular) <= 120);
    assert_int_equal(strlen(made), strlen(text));
    for (size_t i = 0; i < strlen(text); i++) {
        assert_true(made[i] == text[i] || (text[i] == ' ' && made[i] == '\n'));
        breaks += made[i] == '\n';
    }
    assert_int_equal(lines, breaks + 1);
    made = layout_text_wrap(arena, text, regular, 120, 2, &lines);
    assert_int_equal(lines, 2);
    assert_non_null(strstr(made, "\xE2\x80\xA6"));
    for (double px = 40; px < 130; px++) {
        made = layout_text_wrap(arena, "in 90 % of runs, n = 3 of us", regular, px, 9, &lines);
        assert_non_null(strstr(made, "90 %"));
        assert_non_null(strstr(made, "n = 3"));
    }
    made = layout_text_wrap(arena, "Verwaltungsgerichtsbarkeit", regular, 60, 9, &lines);
    assert_true(lines > 1 && layout_text_width(made, regular) <= 60);
    arena_free(arena);
}

static void ticks_are_whole_steps_around_the_values(void **state)
{
    static const double ends[][2] = {{0, 1}, {0, 61}, {36.2, 40.2}, {-3, 17}, {5, 5}, {0, 1e-3}};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct layout_ticks ticks = layout_ticks_around(ends[i][0], ends[i][1]);
        double count = (ticks.high - ticks.low) / ticks.step;
        assert_true(ticks.low <= ends[i][0] + 1e-9 && ticks.high >= ends[i][1] - 1e-9);
        assert_true(fabs(count - floor(count + 0.5)) < 1e-6 && count >= 2 && count <= 8);
    }
    assert_int_equal(layout_ticks_decimals(20), 0);
    assert_int_equal(layout_ticks_decimals(0.5), 1);
    assert_int_equal(layout_ticks_decimals(0.002), 3);
}

static void names_of_ticks_keep_apart(void **state)
{
    (void)state;
    for (size_t count = 1; count < 60; count++) {
        double px = 600.0 / (double)count;
        size_t every = layout_ticks_every(count, px, 28, 20);
        assert_true(every >= 1);
        assert_true(every == count || (double)every * px >= 48);
        assert_true(every == 1 || (double)(every - 1) * px < 48);
    }
}

static double next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (double)(*seed % 10000) / 10000;
}

static void placed_names_cover_no_name_point_or_edge(void **state)
{
    static const struct layout_box frame = {0, 0, 720, 410};
    static const struct layout_line trend = {0, 400, 720, 10};
    static const struct layout_box taken = {520, 380, 700, 400};
    uint64_t seed = 88172645463325252U;
    size_t left_out = 0, all = 0;
    (void)state;
    for (int trial = 0; trial < 40; trial++) {
        struct layout_label labels[30];
        size_t count = 1 + (size_t)trial % 30;
        for (size_t i = 0; i < count; i++) {
            double x = next(&seed);
            labels[i] = (struct layout_label){.x = 20 + 680 * x,
                                              .y = 390 - 330 * x + 90 * (next(&seed) - 0.5),
                                              .radius = 7,
                                              .width = 40 + 80 * next(&seed),
                                              .height = 13,
                                              .rank = i % 7 ? 1 : 0};
        }
        layout_place(labels, count, &frame, &trend, 1, &taken, 1);
        for (size_t i = 0; i < count; i++) {
            all++;
            left_out += !labels[i].placed;
            if (!labels[i].placed)
                continue;
            assert_true(labels[i].box.left >= 0 && labels[i].box.right <= 720);
            assert_true(labels[i].box.top >= 0 && labels[i].box.bottom <= 410);
            assert_false(layout_place_overlap(&labels[i].box, &taken));
            for (size_t j = 0; j < count; j++) {
                const struct layout_box point = {labels[j].x - 5, labels[j].y - 5, labels[j].x + 5,
                                                 labels[j].y + 5};
                assert_false(j != i && layout_place_overlap(&labels[i].box, &point));
                assert_false(j != i && labels[j].placed &&
                             layout_place_overlap(&labels[i].box, &labels[j].box));
            }
        }
    }
    /* In clouds as dense as thirty countries on one line nearly every name has its place. */
    assert_true((double)left_out <= 0.05 * (double)all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_the_font),
        cmocka_unit_test(letters_of_russian_kyrgyz_and_tajik_have_widths),
        cmocka_unit_test(a_long_name_is_cut_with_an_ellipsis_to_its_room),
        cmocka_unit_test(wrapped_lines_fit_and_hold_every_word),
        cmocka_unit_test(ticks_are_whole_steps_around_the_values),
        cmocka_unit_test(names_of_ticks_keep_apart),
        cmocka_unit_test(placed_names_cover_no_name_point_or_edge),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
