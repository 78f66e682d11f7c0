#include "cli/display.h"

#include "base/number.h"
#include "score/score_published.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXCEPTIONS_SHOWN = 20 };

enum { SUM_ITEM, SUM_ROWS, SUM_WITHIN, SUM_BEYOND, SUM_LARGEST, SUM_WHERE, SUM_LACKING };

static const struct rows_column sum_columns[] = {
    [SUM_ITEM] = {"item", "Item: published as", ROWS_TEXT, 0},
    [SUM_ROWS] = {"rows", "Rows", ROWS_NUMBER, 0},
    [SUM_WITHIN] = {"within", "Within", ROWS_TEXT, ROWS_RIGHT},
    [SUM_BEYOND] = {"beyond", "Beyond", ROWS_NUMBER, 0},
    [SUM_LARGEST] = {"largest", "Largest", ROWS_TEXT, ROWS_RIGHT},
    [SUM_WHERE] = {"where", "Where", ROWS_TEXT, 0},
    [SUM_LACKING] = {"lacking", "Lacking", ROWS_NUMBER, 0},
};

enum {
    EXCEPTION_COUNTRY,
    EXCEPTION_PERIOD,
    EXCEPTION_ITEM,
    EXCEPTION_VALUE,
    EXCEPTION_PUBLISHED,
    EXCEPTION_DIFFERENCE
};

static const struct rows_column exception_columns[] = {
    [EXCEPTION_COUNTRY] = {"country", "Country", ROWS_TEXT, 0},
    [EXCEPTION_PERIOD] = {"period", "Period", ROWS_TEXT, 0},
    [EXCEPTION_ITEM] = {"item", "Item", ROWS_TEXT, 0},
    [EXCEPTION_VALUE] = {"value", "Value", ROWS_TEXT, ROWS_RIGHT},
    [EXCEPTION_PUBLISHED] = {"published", "Published", ROWS_TEXT, ROWS_RIGHT},
    [EXCEPTION_DIFFERENCE] = {"difference", "Difference", ROWS_TEXT, ROWS_RIGHT},
};

/* What the rows of one pair come to. */
struct sums {
    size_t rows;
    size_t beyond;
    size_t lacking;
    double largest;
    size_t where; /* the row, SIZE_MAX: none was compared */
};

static struct sums sums_of(const struct rows *tidy, const char *item)
{
    struct sums sums = {.largest = -1, .where = SIZE_MAX};
    for (size_t row = 0; row < tidy->count; row++) {
        if (strcmp(rows_text(tidy, row, PUBLISHED_ITEM), item) != 0)
            continue;
        double distance = fabs(rows_number(tidy, row, PUBLISHED_DIFFERENCE));
        if (isnan(distance)) {
            sums.lacking++;
            continue;
        }
        sums.rows++;
        sums.beyond += strcmp(rows_text(tidy, row, PUBLISHED_FLAGS), "beyond") == 0;
        if (distance > sums.largest) {
            sums.largest = distance;
            sums.where = row;
        }
    }
    return sums;
}

static void add_pair(struct arena *arena, struct rows *display, const struct reading *reading,
                     const struct rule_published *pair, const struct rows *tidy)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    struct sums sums = sums_of(tidy, pair->item);
    rows_add(display);
    rows_set_text(
        display, SUM_ITEM,
        arena_printf(arena, "%s: %s", pair->item, codebook->indicators[pair->indicator].id));
    rows_set_number(display, SUM_ROWS, (double)sums.rows);
    rows_set_text(display, SUM_WITHIN, arena_printf(arena, "%.3g", pair->within));
    rows_set_number(display, SUM_BEYOND, (double)sums.beyond);
    rows_set_number(display, SUM_LACKING, (double)sums.lacking);
    if (sums.where == SIZE_MAX) {
        rows_set_text(display, SUM_LARGEST, "n/a");
        return;
    }
    rows_set_text(display, SUM_LARGEST, arena_printf(arena, "%.3g", sums.largest));
    rows_set_text(display, SUM_WHERE,
                  arena_printf(arena, "%s %s", rows_text(tidy, sums.where, PUBLISHED_COUNTRY),
                               rows_text(tidy, sums.where, PUBLISHED_PERIOD)));
}

struct rows *display_published(const struct session *session, const struct reading *reading,
                               bool named, const struct rows *tidy)
{
    struct arena *arena = session->arena;
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    struct rows *display = rows_new(arena, sum_columns, sizeof sum_columns / sizeof *sum_columns);
    if (!display)
        return NULL;
    for (size_t i = 0; i < reading->rule->published_count; i++)
        add_pair(arena, display, reading, &reading->rule->published[i], tidy);
    date_period_print(reading->axis, reading->first, first);
    date_period_print(reading->axis, reading->last, last);
    bool one = reading->first == reading->last;
    rows_add_meta(display, "title", "%s%s%s%s beside what was published, %s%s%s",
                  display_name(reading, "index"), named ? " (rule " : "",
                  named ? reading->rule->name : "", named ? ")" : "", first, one ? "" : " to ",
                  one ? "" : last);
    rows_add_meta(display, "note",
                  "Rows: countries and periods with both figures. Within: how far the rule lets "
                  "them lie apart. Largest: the largest difference. Lacking: only one of the two "
                  "is there.");
    return display;
}

/* An exception and how many times its bound it lies beyond. */
struct exception {
    size_t row;
    double times;
    double distance;
};

static int farthest_first(const void *a, const void *b)
{
    const struct exception *x = a, *y = b;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    if (x->distance != y->distance)
        return x->distance > y->distance ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void add_exception(struct arena *arena, struct rows *display, const struct reading *reading,
                          const struct rows *tidy, size_t row)
{
    char published[NUMBER_PRINT_SIZE];
    number_print(rows_number(tidy, row, PUBLISHED_PUBLISHED), published);
    rows_add(display);
    rows_set_text(
        display, EXCEPTION_COUNTRY,
        display_country(reading->panel->project, rows_text(tidy, row, PUBLISHED_COUNTRY)));
    rows_set_text(display, EXCEPTION_PERIOD, rows_text(tidy, row, PUBLISHED_PERIOD));
    rows_set_text(display, EXCEPTION_ITEM, rows_text(tidy, row, PUBLISHED_ITEM));
    rows_set_text(display, EXCEPTION_VALUE,
                  arena_printf(arena, "%.7g", rows_number(tidy, row, PUBLISHED_VALUE)));
    rows_set_text(display, EXCEPTION_PUBLISHED, arena_printf(arena, "%s", published));
    rows_set_text(display, EXCEPTION_DIFFERENCE,
                  arena_printf(arena, "%+.3g", rows_number(tidy, row, PUBLISHED_DIFFERENCE)));
}

struct rows *display_published_beyond(const struct session *session, const struct reading *reading,
                                      const struct rows *tidy)
{
    struct arena *arena = session->arena;
    size_t count = 0;
    struct exception *found = arena_alloc(arena, tidy->count, sizeof *found);
    struct rows *display =
        rows_new(arena, exception_columns, sizeof exception_columns / sizeof *exception_columns);
    if (!found || !display)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++) {
        if (strcmp(rows_text(tidy, row, PUBLISHED_FLAGS), "beyond") != 0)
            continue;
        double distance = fabs(rows_number(tidy, row, PUBLISHED_DIFFERENCE));
        double within = rows_number(tidy, row, PUBLISHED_WITHIN);
        found[count++] =
            (struct exception){row, within > 0 ? distance / within : INFINITY, distance};
    }
    qsort(found, count, sizeof *found, farthest_first);
    for (size_t i = 0; i < count && i < EXCEPTIONS_SHOWN; i++)
        add_exception(arena, display, reading, tidy, found[i].row);
    rows_add_meta(display, "title", "Beyond what the rule allows");
    if (count > EXCEPTIONS_SHOWN)
        rows_add_meta(display, "note", "and %zu more: --format csv lists them",
                      count - EXCEPTIONS_SHOWN);
    return display;
}
