#include "chart/chart.h"
#include "chart/chart_data.h"
#include "chart/layout_spread.h"
#include "chart/chart_text.h"
#include "chart/chart_title.h"
#include "chart/layout_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct rows_column tidy_columns[] = {
    {"country", NULL, ROWS_TEXT, 0},  {"period", NULL, ROWS_TEXT, 0},
    {"item", NULL, ROWS_TEXT, 0},     {"flags", NULL, ROWS_TEXT, 0},
    {"value", NULL, ROWS_NUMBER, -1}, {"low", NULL, ROWS_NUMBER, -1},
    {"high", NULL, ROWS_NUMBER, -1}};

static const struct rows_column label_columns[] = {{"id", NULL, ROWS_TEXT, 0},
                                                   {"name", NULL, ROWS_TEXT, 0},
                                                   {"kind", NULL, ROWS_TEXT, 0},
                                                   {"parent", NULL, ROWS_TEXT, 0}};

struct sample {
    struct arena *arena;
    struct rows *rows;
    struct rows *labels;
    struct chart_request request;
};

static void open_sample(struct sample *sample, enum chart_kind kind)
{
    sample->arena = arena_new();
    assert_non_null(sample->arena);
    sample->rows = rows_new(sample->arena, tidy_columns, 7);
    sample->labels = rows_new(sample->arena, label_columns, 4);
    sample->request = (struct chart_request){.kind = kind,
                                             .rows = sample->rows,
                                             .labels = sample->labels,
                                             .measure = "Score",
                                             .scale_best = 100,
                                             .unit_low = "worst",
                                             .unit_high = "best",
                                             .source = "Source"};
}

static void add_label(struct sample *sample, const char *id, const char *name, const char *kind)
{
    rows_add(sample->labels);
    rows_set_text(sample->labels, 0, id);
    rows_set_text(sample->labels, 1, name);
    rows_set_text(sample->labels, 2, kind);
}

static void add_figure(struct sample *sample, const char *country, const char *period,
                       const char *item, double value, double half)
{
    rows_add(sample->rows);
    rows_set_text(sample->rows, 0, country);
    rows_set_text(sample->rows, 1, period);
    rows_set_text(sample->rows, 2, item);
    rows_set_number(sample->rows, 4, value);
    rows_set_number(sample->rows, 5, value - half);
    rows_set_number(sample->rows, 6, value + half);
}

static const char *series_title(struct sample *sample)
{
    struct err err;
    struct chart_data *data = chart_data_read(sample->arena, &sample->request, &err);
    assert_non_null(data);
    size_t subject;
    return chart_title_series(sample->arena, data, "Score", 0, &subject);
}

static void two_countries(struct sample *sample)
{
    open_sample(sample, CHART_SERIES);
    add_label(sample, "AAA", "Aland", "country");
    add_label(sample, "BBB", "Bland", "country");
    add_label(sample, "index", "Score", "item");
}

/* Dykstra's projection, the least squares solution by another way: cyclic projections on each gap
 * with their corrections (Boyle and Dykstra, 1986), run until nothing moves. */
static void project(double *x, size_t count, double gap)
{
    double correction[16][2] = {{0}};
    for (int round = 0; round < 20000; round++)
        for (size_t i = 0; i + 1 < count; i++) {
            double a = x[i] + correction[i][0], b = x[i + 1] + correction[i][1];
            double lack = gap - (b - a);
            double push = lack > 0 ? lack / 2 : 0;
            x[i] = a - push;
            x[i + 1] = b + push;
            correction[i][0] = a - x[i];
            correction[i][1] = b - x[i + 1];
        }
}

static void labels_move_as_little_as_can_be_so_that_none_touches_another(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int trial = 0; trial < 60; trial++) {
        double wanted[8], placed[8], other[8];
        size_t count = (size_t)(trial % 7) + 2;
        double at = 100;
        for (size_t i = 0; i < count; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            at += (double)(seed % 2000) / 100;
            wanted[i] = other[i] = at;
        }
        layout_spread(wanted, count, 16, 0, 1000, placed);
        project(other, count, 16);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(placed[i] - other[i]) < 1e-4);
            assert_true(i == 0 || placed[i] - placed[i - 1] >= 16 - 1e-9);
        }
    }
}

static void labels_that_do_not_overlap_stay_where_they_are(void **state)
{
    (void)state;
    const double wanted[] = {10, 40, 90};
    double placed[3];
    layout_spread(wanted, 3, 16, 0, 100, placed);
    for (int i = 0; i < 3; i++)
        assert_true(placed[i] == wanted[i]);
}

static void labels_stay_within_the_plot(void **state)
{
    (void)state;
    const double wanted[] = {95, 96, 97};
    double placed[3];
    layout_spread(wanted, 3, 16, 0, 100, placed);
    assert_true(fabs(placed[0] - 68) < 1e-9 && fabs(placed[1] - 84) < 1e-9 &&
                fabs(placed[2] - 100) < 1e-9);
}

static void labels_too_many_for_the_plot_share_it_evenly(void **state)
{
    (void)state;
    const double wanted[] = {0, 0, 0};
    double placed[3];
    layout_spread(wanted, 3, 16, 0, 20, placed);
    assert_true(placed[0] == 0 && placed[1] == 10 && placed[2] == 20);
}

static void encode(const char *text, const char *expected)
{
    struct text_buffer script = {0};
    chart_text_add(&script, text);
    assert_string_equal(script.bytes, expected);
    text_buffer_free(&script);
}

static void nothing_in_a_text_is_active_in_gnuplot(void **state)
{
    (void)state;
    encode("Kyrgyzstan 36", "\"Kyrgyzstan 36\"");
    encode("`reboot`", "\"\\140reboot\\140\"");
    encode("$(id)", "\"\\0044(id)\"");
    encode("say \"no\"", "\"say \\0042no\\0042\"");
    encode("back\\slash", "\"back\\134slash\"");
    encode("@macro #x !ls", "\"\\100macro \\0043x \\0041ls\"");
    encode("line\nfeed\ttab", "\"line feed tab\"");
    encode("\x1b[31m", "\"\xEF\xBF\xBD\\133"
                       "31m\"");
    encode("\xFF", "\"\xEF\xBF\xBD\"");
    encode("\xD0\x91\xD0\xB8\xD1\x88\xD0\xBA\xD0\xB5\xD0\xBA",
           "\"\xD0\x91\xD0\xB8\xD1\x88\xD0\xBA\xD0\xB5\xD0\xBA\"");
    encode("\xE2\x80\xAE"
           "abc",
           "\"\xEF\xBF\xBD"
           "abc\"");
    encode("&#x41;", "\"\\0046\xE2\x81\xA0\\0043x41;\"");
}

static void a_text_of_any_length_becomes_a_token_gnuplot_reads_whole(void **state)
{
    (void)state;
    char long_text[2001];
    struct text_buffer script = {0};
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    chart_text_add(&script, long_text);
    assert_true(script.length < 450);
    assert_memory_equal(script.bytes + script.length - 4, "\xE2\x80\xA6\"", 4);
    text_buffer_free(&script);
}

static void a_title_names_who_fell_most(void **state)
{
    struct sample sample;
    (void)state;
    two_countries(&sample);
    add_figure(&sample, "AAA", "2012", "index", 40, 2);
    add_figure(&sample, "AAA", "2020", "index", 30, 2);
    add_figure(&sample, "BBB", "2012", "index", 40, 2);
    add_figure(&sample, "BBB", "2020", "index", 20, 2);
    assert_string_equal(series_title(&sample),
                        "Bland fell most, from 40 to 20 between 2012 and 2020");
    arena_free(sample.arena);
}

static void a_title_states_no_change_within_the_intervals(void **state)
{
    struct sample sample;
    (void)state;
    two_countries(&sample);
    add_figure(&sample, "AAA", "2012", "index", 40, 6);
    add_figure(&sample, "AAA", "2020", "index", 30, 6);
    add_figure(&sample, "BBB", "2012", "index", 40, 6);
    add_figure(&sample, "BBB", "2020", "index", 35, 6);
    assert_string_equal(series_title(&sample), "Score, 2012\xE2\x80\x93"
                                               "2020");
    arena_free(sample.arena);
}

static void a_title_states_no_change_across_a_break_or_a_gap(void **state)
{
    struct sample sample;
    (void)state;
    for (int broken = 0; broken < 2; broken++) {
        two_countries(&sample);
        add_figure(&sample, "AAA", "2012", "index", 40, 1);
        add_figure(&sample, "AAA", "2020", "index", broken ? 20 : NAN, 1);
        if (broken)
            rows_set_text(sample.rows, 3, "carried;break");
        add_figure(&sample, "BBB", "2012", "index", 40, 1);
        add_figure(&sample, "BBB", "2020", "index", 30, 1);
        assert_string_equal(series_title(&sample), "Score, 2012\xE2\x80\x93"
                                                   "2020");
        arena_free(sample.arena);
    }
}

static void a_title_counts_only_leads_beyond_the_intervals(void **state)
{
    struct sample sample;
    struct err err;
    (void)state;
    open_sample(&sample, CHART_DOTS);
    add_label(&sample, "AAA", "Aland", "country");
    add_label(&sample, "BBB", "Bland", "country");
    add_label(&sample, "one", "One", "item");
    add_label(&sample, "two", "Two", "item");
    add_label(&sample, "lever", "Lever", "beside");
    add_figure(&sample, "AAA", "2020", "one", 40, 2);
    add_figure(&sample, "BBB", "2020", "one", 30, 2);
    add_figure(&sample, "AAA", "2020", "two", 40, 6);
    add_figure(&sample, "BBB", "2020", "two", 30, 6);
    add_figure(&sample, "AAA", "2020", "lever", 90, 1);
    add_figure(&sample, "BBB", "2020", "lever", 10, 1);
    struct chart_data *data = chart_data_read(sample.arena, &sample.request, &err);
    size_t subject;
    assert_string_equal(chart_title_highest(sample.arena, data, "Score", false, &subject),
                        "Aland scores highest on 1 of 2 pillars");
    assert_int_equal(subject, 0);
    arena_free(sample.arena);
}

static void rows_without_figures_are_refused_in_words(void **state)
{
    struct sample sample;
    struct text_buffer image = {0};
    struct err err;
    (void)state;
    two_countries(&sample);
    add_figure(&sample, "AAA", "2012", "index", NAN, 0);
    assert_false(chart_draw(&sample.request, CHART_TERMINAL, &image, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_CHART_ROWS);
    text_buffer_free(&image);
    arena_free(sample.arena);
}

/* The blocks of the script that are drawn as a style, apart at EOD. */
static size_t blocks_of(const char *script, const char *style, size_t *lines)
{
    size_t count = 0;
    *lines = 0;
    for (const char *at = script; (at = strstr(at, style)); at++) {
        char name[16];
        const char *dollar = at;
        while (*dollar != '$')
            dollar--;
        snprintf(name, sizeof name, "%.*s << EOD\n", (int)strcspn(dollar, " "), dollar);
        const char *block = strstr(script, name);
        assert_non_null(block);
        const char *end = strstr(block, "\nEOD\n");
        for (const char *line = strchr(block, '\n'); line < end; line = strchr(line + 1, '\n'))
            (*lines)++;
        count++;
    }
    return count;
}

static const char *script_of(struct sample *sample, struct text_buffer *script)
{
    struct err err;
    *script = (struct text_buffer){0};
    assert_true(chart_draw(&sample->request, CHART_SCRIPT, script, NULL, NULL, &err));
    return script->bytes;
}

static void a_band_is_drawn_only_where_low_and_high_are_given(void **state)
{
    struct sample sample;
    struct text_buffer script;
    size_t lines;
    (void)state;
    two_countries(&sample);
    for (int i = 0; i < 4; i++) {
        static const char *const years[] = {"2012", "2013", "2014", "2015"};
        add_figure(&sample, "AAA", years[i], "index", 40 + i, i < 2 ? 3 : NAN);
    }
    /* Two years, there and back. */
    assert_int_equal(blocks_of(script_of(&sample, &script), "with filledcurves", &lines), 1);
    assert_int_equal(lines, 4);
    text_buffer_free(&script);
    arena_free(sample.arena);
}

/* Two figures apart by a gap or a break are two points; joined they are a line and its end. */
static void no_line_is_drawn_across_a_gap_or_a_break(void **state)
{
    static const char line[] = "lines lc rgb \"#C4401C\" lw 2.2", point[] = "with points pt 7";
    (void)state;
    for (int what = 0; what < 3; what++) {
        struct sample sample;
        struct text_buffer script;
        size_t lines, points;
        two_countries(&sample);
        add_figure(&sample, "AAA", "2012", "index", 40, NAN);
        add_figure(&sample, "AAA", "2013", "index", what == 1 ? NAN : 41, NAN);
        if (what == 2)
            rows_set_text(sample.rows, 3, "carried;break");
        const char *text = script_of(&sample, &script);
        size_t drawn = blocks_of(text, line, &lines);
        blocks_of(text, point, &points);
        assert_int_equal(drawn, what == 0 ? 1 : 0);
        assert_int_equal(points, what == 2 ? 2 : 1);
        text_buffer_free(&script);
        arena_free(sample.arena);
    }
}

/* The names of columns a kind says it needs are those it refuses to do without. */
static void a_kind_says_which_column_is_lacking(void **state)
{
    (void)state;
    for (size_t kind = 0; chart_kind_name(kind); kind++) {
        struct arena *arena = arena_new();
        const struct rows_column only[] = {{"country", NULL, ROWS_TEXT, 0}};
        struct rows *rows = rows_new(arena, only, 1);
        struct chart_request request = {.kind = (enum chart_kind)kind, .rows = rows, .measure = ""};
        struct text_buffer image = {0};
        struct err err;
        rows_add(rows);
        assert_false(chart_draw(&request, CHART_SCRIPT, &image, NULL, NULL, &err));
        assert_int_equal(err.code, ERR_CHART_ROWS);
        assert_non_null(strstr(err.sentence, "no column"));
        text_buffer_free(&image);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_move_as_little_as_can_be_so_that_none_touches_another),
        cmocka_unit_test(labels_that_do_not_overlap_stay_where_they_are),
        cmocka_unit_test(labels_stay_within_the_plot),
        cmocka_unit_test(labels_too_many_for_the_plot_share_it_evenly),
        cmocka_unit_test(nothing_in_a_text_is_active_in_gnuplot),
        cmocka_unit_test(a_text_of_any_length_becomes_a_token_gnuplot_reads_whole),
        cmocka_unit_test(a_title_names_who_fell_most),
        cmocka_unit_test(a_title_states_no_change_within_the_intervals),
        cmocka_unit_test(a_title_states_no_change_across_a_break_or_a_gap),
        cmocka_unit_test(a_title_counts_only_leads_beyond_the_intervals),
        cmocka_unit_test(rows_without_figures_are_refused_in_words),
        cmocka_unit_test(a_band_is_drawn_only_where_low_and_high_are_given),
        cmocka_unit_test(no_line_is_drawn_across_a_gap_or_a_break),
        cmocka_unit_test(a_kind_says_which_column_is_lacking),
    };
    return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}
