#include "model/bulk_guess.h"

#include "base/number.h"
#include "model/bulk_hint.h"

#include <math.h>
#include <string.h>

enum {
    FIGURES_WORDS_MAX = 5,    /* distinct words for missing in a column */
    FIGURES_SEQUENCE_MIN = 3, /* records from which a count of them can be told */
    FIGURES_VALUE_MIN = 60,
};

/* Whether all that is no number is a word for missing; *word is the first that is not. */
static bool only_missing_words(const struct bulk_scan_column *column, struct text *word)
{
    for (size_t i = 0; i < column->text_count; i++)
        if (!bulk_hint_is_missing(column->texts[i].text)) {
            *word = column->texts[i].text;
            return false;
        }
    return !column->many && column->text_count <= FIGURES_WORDS_MAX;
}

static void classify(struct bulk_draft *draft, struct bulk_draft_column *column)
{
    const struct bulk_scan_column *scan = column->scan;
    struct text word = {"", 0};
    bool only = only_missing_words(scan, &word);
    if (scan->name.length == 0)
        column->why = "no name that can be written";
    else if (column->wanted && only)
        column->role = BULK_DRAFT_SERIES;
    else if (scan->present == 0 || (scan->numbers == 0 && only))
        column->why = "empty";
    else if (scan->sequence && draft->scan->record_count >= FIGURES_SEQUENCE_MIN)
        column->why = "it counts the records";
    else if (scan->numbers > 0 && only)
        column->role = BULK_DRAFT_SERIES;
    else if (2 * scan->numbers >= scan->present)
        column->why =
            arena_printf(draft->scan->arena, "not all numbers: \"%.*s\"",
                         (int)(word.length < 24 ? word.length : 24), word.length ? word.bytes : "");
}

static bool is_figure(const struct bulk_draft *draft, size_t column)
{
    struct text stem;
    return draft->columns[column].role == BULK_DRAFT_SERIES &&
           bulk_hint_part(draft->scan->columns[column].folded, &stem) == BULK_HINT_FIGURE;
}

/* The figure that a part without a stem ("stderr") belongs to: the one a name gives away, else the
 * only one. */
static int main_figure(const struct bulk_draft *draft)
{
    int best = BULK_DRAFT_NONE, best_score = 0;
    size_t figures = 0, last = 0;
    if (draft->value != BULK_DRAFT_NONE)
        return draft->value;
    for (size_t i = 0; i < draft->column_count; i++) {
        if (!is_figure(draft, i))
            continue;
        int found = bulk_hint_score(BULK_HINT_VALUE, draft->scan->columns[i].folded);
        figures++;
        last = i;
        if (found >= FIGURES_VALUE_MIN && found > best_score) {
            best = (int)i;
            best_score = found;
        }
    }
    return figures == 1 ? (int)last : best;
}

/* The figure whose folded name is the stem, or the stem and a word such as "mean". */
static int figure_of(const struct bulk_draft *draft, struct text stem)
{
    static const char *const words[] = {"", "_mean", "_estimate", "_est", "_score", "_value"};
    if (stem.length == 0)
        return main_figure(draft);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        for (size_t i = 0; i < draft->column_count; i++) {
            const char *folded = draft->scan->columns[i].folded;
            if (is_figure(draft, i) && strncmp(folded, stem.bytes, stem.length) == 0 &&
                strcmp(folded + stem.length, words[w]) == 0)
                return (int)i;
        }
    return BULK_DRAFT_NONE;
}

static void attach(struct bulk_draft *draft, size_t part, int *place, int figure,
                   enum bulk_draft_role role)
{
    if (*place != BULK_DRAFT_NONE)
        return;
    *place = (int)part;
    draft->columns[part].role = role;
    draft->columns[part].of = figure;
}

static void leave_out(struct bulk_draft *draft, int column, const char *why, int of)
{
    if (column == BULK_DRAFT_NONE)
        return;
    draft->columns[column].role = BULK_DRAFT_IGNORED;
    draft->columns[column].why = why;
    draft->columns[column].of = of;
}

/* The codebook decides; what the name says is told. */
static void remark_wanted(struct bulk_draft *draft, size_t column, int figure,
                          enum bulk_hint_part part)
{
    static const char *const words[] = {[BULK_HINT_FIGURE] = "the figure",
                                        [BULK_HINT_LOW] = "the low end",
                                        [BULK_HINT_HIGH] = "the high end",
                                        [BULK_HINT_SE] = "the standard error",
                                        [BULK_HINT_SD] = "the standard deviation"};
    bulk_draft_remark(draft, BULK_DRAFT_AT_SERIES,
                      arena_printf(draft->scan->arena,
                                   "%s is a series of the codebook, and so not taken for %s of %s.",
                                   bulk_draft_name(draft, (int)column), words[part],
                                   bulk_draft_name(draft, figure)),
                      NULL);
}

static void find_parts(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        struct text stem;
        enum bulk_hint_part part = bulk_hint_part(draft->scan->columns[i].folded, &stem);
        if (draft->columns[i].role != BULK_DRAFT_SERIES || part == BULK_HINT_FIGURE)
            continue;
        int figure = figure_of(draft, stem);
        if (figure == BULK_DRAFT_NONE)
            continue;
        if (draft->columns[i].wanted) {
            remark_wanted(draft, i, figure, part);
            continue;
        }
        struct bulk_draft_column *of = &draft->columns[figure];
        if (part == BULK_HINT_LOW)
            attach(draft, i, &of->low, figure, BULK_DRAFT_LOW);
        else if (part == BULK_HINT_HIGH)
            attach(draft, i, &of->high, figure, BULK_DRAFT_HIGH);
        else if (part == BULK_HINT_SE)
            attach(draft, i, &of->se, figure, BULK_DRAFT_SE);
        else
            leave_out(draft, (int)i, "standard deviation", figure);
    }
}

/* One end of an interval is no interval; an interval is preferred to a standard error. */
static void settle_parts(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        struct bulk_draft_column *column = &draft->columns[i];
        bool low = column->low != BULK_DRAFT_NONE, high = column->high != BULK_DRAFT_NONE;
        if (low != high) {
            draft->columns[low ? column->low : column->high].role = BULK_DRAFT_SERIES;
            draft->columns[low ? column->low : column->high].of = BULK_DRAFT_NONE;
            column->low = column->high = BULK_DRAFT_NONE;
        }
        if (low && high && column->se != BULK_DRAFT_NONE) {
            leave_out(draft, column->se, "standard error beside low and high", (int)i);
            column->se = BULK_DRAFT_NONE;
        }
    }
}

void bulk_guess_part(struct bulk_draft *draft, int series, const char *why)
{
    struct bulk_draft_column *column = &draft->columns[series];
    leave_out(draft, column->low, why, series);
    leave_out(draft, column->high, why, series);
    leave_out(draft, column->se, why, series);
    column->low = column->high = column->se = BULK_DRAFT_NONE;
}

/* A long file has one figure a record, and its parts. */
static void keep_one_figure(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_draft_column *column = &draft->columns[i];
        bool is_value = (int)i == draft->value || column->of == draft->value;
        if (column->role >= BULK_DRAFT_SERIES && !is_value)
            leave_out(draft, (int)i, "a long panel takes one figure a record", BULK_DRAFT_NONE);
    }
}

/* Whether a number that often stands for missing does so in this column: it lies below figures that
 * are never negative, or further off than all others are from each other. */
static bool stands_out(const struct bulk_scan_column *column, double number)
{
    double range = column->most - column->least;
    if (isnan(range))
        return false;
    return number < 0 ? column->least >= 0 || number < column->least - range
                      : number > column->most + 4 * range;
}

/* The column of figures in which the number, written so, is one like the others. */
static int ordinary_in(const struct bulk_draft *draft, struct text text)
{
    double number = 0;
    number_parse(text.bytes, text.length, &number);
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        for (size_t o = 0; draft->columns[i].role >= BULK_DRAFT_SERIES && o < column->odd_count;
             o++)
            if (text_equal(column->odd[o].text, text) && !stands_out(column, number))
                return (int)i;
    }
    return BULK_DRAFT_NONE;
}

/* Whether an earlier column spoke of it. */
static bool stood_out_before(const struct bulk_draft *draft, size_t at, struct text text,
                             double number)
{
    for (size_t i = 0; i < at; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        for (size_t o = 0; draft->columns[i].role >= BULK_DRAFT_SERIES && o < column->odd_count;
             o++)
            if (text_equal(column->odd[o].text, text) && stands_out(column, number))
                return true;
    }
    return false;
}

static bool is_listed(const struct bulk_draft *draft, struct text word)
{
    for (size_t i = 0; i < draft->missing_count; i++)
        if (text_is(word, draft->missing[i]))
            return true;
    return !bulk_scan_present(word);
}

static void list_missing(struct bulk_draft *draft, struct text word)
{
    struct arena *arena = draft->scan->arena;
    const char *text = arena_text(arena, word.bytes, word.length);
    draft->missing = arena_grow(arena, draft->missing, draft->missing_count,
                                draft->missing_count + 1, sizeof *draft->missing);
    if (!draft->missing || !text)
        draft->missing_count = 0;
    else
        draft->missing[draft->missing_count++] = text;
}

static void judge_odd(struct bulk_draft *draft, size_t at, const struct bulk_scan_text *odd)
{
    struct arena *arena = draft->scan->arena;
    const struct bulk_scan_column *column = &draft->scan->columns[at];
    char least[NUMBER_PRINT_SIZE], most[NUMBER_PRINT_SIZE];
    double number = 0;
    number_parse(odd->text.bytes, odd->text.length, &number);
    if (!stands_out(column, number) || stood_out_before(draft, at, odd->text, number))
        return;
    number_print(column->least, least);
    number_print(column->most, most);
    int other = ordinary_in(draft, odd->text);
    const char *found =
        arena_printf(arena, "%.*s stands %zu times in %s, whose other figures are %s to %s",
                     (int)odd->text.length, odd->text.bytes, odd->count,
                     bulk_draft_name(draft, (int)at), least, most);
    if (other == BULK_DRAFT_NONE) {
        list_missing(draft, odd->text);
        bulk_draft_remark(draft, BULK_DRAFT_AT_ROWS,
                          arena_printf(arena, "%s: taken for missing.", found ? found : ""), NULL);
        return;
    }
    bulk_draft_remark(
        draft, BULK_DRAFT_AT_ROWS,
        arena_printf(arena,
                     "%s; but it is a figure like others in %s, so it is not taken "
                     "for missing. If it is:",
                     found ? found : "", bulk_draft_name(draft, other)),
        arena_printf(arena, "missing: [\"%.*s\"]", (int)odd->text.length, odd->text.bytes));
}

static void find_missing(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        if (draft->columns[i].role < BULK_DRAFT_SERIES)
            continue;
        for (size_t w = 0; w < column->text_count; w++)
            if (bulk_hint_is_missing(column->texts[w].text) &&
                !is_listed(draft, column->texts[w].text))
                list_missing(draft, column->texts[w].text);
        for (size_t o = 0; o < column->odd_count; o++)
            judge_odd(draft, i, &column->odd[o]);
    }
}

/* The figures of a long file are needed whatever they hold. */
static void check_value(struct bulk_draft *draft)
{
    struct text word = {"", 0};
    if (draft->value == BULK_DRAFT_NONE ||
        only_missing_words(&draft->scan->columns[draft->value], &word) || word.length == 0)
        return;
    bulk_draft_remark(draft, BULK_DRAFT_AT_SERIES,
                      arena_printf(draft->scan->arena,
                                   "%s is not all numbers: \"%.*s\". Check refuses such a field "
                                   "where it feeds an indicator.",
                                   bulk_draft_name(draft, draft->value),
                                   (int)(word.length < 24 ? word.length : 24), word.bytes),
                      NULL);
}

void bulk_guess_find(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++)
        if (draft->columns[i].role == BULK_DRAFT_IGNORED)
            classify(draft, &draft->columns[i]);
    find_parts(draft);
    settle_parts(draft);
    if (draft->value != BULK_DRAFT_NONE)
        keep_one_figure(draft);
    find_missing(draft);
    check_value(draft);
}
