/* What COINr 1.1.14 found and did in treating each of 22 indicators of an invented data set
 * (Treat() with its defaults; examples/methods/invented, tests/published/coinr/details.csv). */

#include "base/csv.h"
#include "base/file.h"
#include "stat/outlier.h"

#include "stat_fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELDS = 40, UNITS = 40 };

/* A table as rows of fields, the first its names. */
struct table {
    struct text fields[64][FIELDS];
    size_t width[64];
    size_t rows;
};

static void read_table(struct arena *arena, const char *path, struct table *table)
{
    const char *root = getenv("TIDEMARK_ROOT");
    char full[512];
    size_t length;
    struct err err;
    struct csv csv;
    snprintf(full, sizeof full, "%s/%s", root ? root : ".", path);
    const char *bytes = file_read(arena, full, 1 << 20, &length, &err);
    assert_non_null(bytes);
    csv_open(&csv, arena, bytes, length);
    table->rows = 0;
    while (csv_next(&csv, table->fields[table->rows], FIELDS, &table->width[table->rows]) ==
           CSV_RECORD)
        assert_true(++table->rows < 64);
}

static double number(struct text text)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)text.length, text.bytes);
    return text_is(text, "NA") ? NAN : strtod(copy, NULL);
}

/* A column of the units by its name. */
static void column(const struct table *units, struct text name, double *x)
{
    size_t at = 0;
    assert_int_equal(units->rows, UNITS + 1);
    while (at < units->width[0] &&
           !(units->fields[0][at].length == name.length &&
             memcmp(units->fields[0][at].bytes, name.bytes, name.length) == 0))
        at++;
    assert_true(at < units->width[0]);
    for (size_t i = 0; i < UNITS; i++)
        x[i] = number(units->fields[i + 1][at]);
}

static void each_indicator_is_found_and_treated_as_there(void **state)
{
    static struct table units, details;
    const struct outlier_options standard = {2, 3.5, 5, true};
    struct arena *arena = arena_new();
    (void)state;
    read_table(arena, "examples/methods/invented/data/panels/units.csv", &units);
    read_table(arena, "tests/published/coinr/details.csv", &details);
    assert_int_equal(details.rows, 23);
    for (size_t row = 1; row < details.rows; row++) {
        const struct text *told = details.fields[row];
        double x[UNITS], treated[UNITS];
        column(&units, told[0], x);
        struct outlier found = outlier_find(kernel_for(NULL), x, UNITS, &standard, treated);
        bool passes = text_is(told[1], "TRUE");
        assert_near(found.skew_before, number(told[2]), 1e-12);
        assert_near(found.kurtosis_before, number(told[3]), 1e-12);
        assert_int_equal(found.kind, passes ? OUTLIER_NONE : OUTLIER_WINSORISED);
        assert_true(found.passes);
        if (passes)
            continue;
        assert_int_equal(found.moved, (size_t)number(told[4]));
        assert_near(found.skew_after, number(told[6]), 1e-12);
        assert_near(found.kurtosis_after, number(told[7]), 1e-12);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_indicator_is_found_and_treated_as_there),
    };
    return cmocka_run_group_tests_name("coinr", tests, NULL, NULL);
}
