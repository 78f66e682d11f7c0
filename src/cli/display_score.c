#include "cli/display.h"
#include "cli/display_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PERIODS_NAMED = 12 };

struct count {
    const char *text;
    size_t times;
};

/* The order of counts: what is most frequent first, what is missing last. */
static bool stands_before(struct count a, struct count b)
{
    bool missing_a = strcmp(a.text, "n/a") == 0, missing_b = strcmp(b.text, "n/a") == 0;
    if (missing_a != missing_b)
        return missing_b;
    return a.times != b.times ? a.times > b.times : strcmp(a.text, b.text) < 0;
}

/* The texts of an item in a period, in order, in counts; how many there are. */
static size_t count_texts(const struct display_table *table, size_t period, size_t item,
                          struct count *counts)
{
    size_t used = 0;
    for (size_t c = 0; c < table->countries; c++) {
        const char *text = display_layout_text(table, display_layout_row(table, period, c, item));
        size_t at = 0;
        while (at < used && strcmp(counts[at].text, text) != 0)
            at++;
        if (at == used)
            counts[used++] = (struct count){text, 0};
        struct count counted = {text, counts[at].times + 1};
        for (; at > 0 && stands_before(counted, counts[at - 1]); at--)
            counts[at] = counts[at - 1];
        counts[at] = counted;
    }
    return used;
}

/* "status: 88 F, 60 PF, 47 NF", a line a period. */
static void note_texts(const struct display_table *table, size_t item, struct rows *display)
{
    struct count *counts = arena_alloc(table->arena, table->countries, sizeof *counts);
    for (size_t p = 0; counts && p < table->periods; p++) {
        struct text_buffer text = {0};
        size_t count = count_texts(table, p, item, counts);
        for (size_t i = 0; i < count; i++)
            text_add_format(&text, "%s%zu %s", i ? ", " : "", counts[i].times, counts[i].text);
        rows_add_meta(display, "note", "%s%s%s: %s", table->shown[item].name,
                      table->periods > 1 ? " " : "",
                      table->periods > 1 ? display_layout_period(table, p) : "",
                      text.bytes ? text.bytes : "");
        display->failed = display->failed || text.failed;
        text_buffer_free(&text);
    }
}

static void note_bands(const struct session *session, const struct display_table *table,
                       struct rows *display)
{
    const struct score *score = table->reading->score;
    struct text_buffer given = {0};
    bool drawn = false;
    for (size_t i = 0; i < table->items; i++) {
        drawn = drawn || table->shown[i].band == DISPLAY_BAND_DRAWN;
        if (table->shown[i].band == DISPLAY_BAND_GIVEN)
            text_add_format(&given, "%s%s", given.length ? ", " : "", table->shown[i].name);
    }
    if (drawn)
        rows_add_meta(display, "note",
                      "90 %%: from 5 to 95 %% of %.0f draws of the values' own published or graded "
                      "uncertainty; %zu of %zu values have none and are taken as exact.",
                      session->opt->draws, score->exact, score->present);
    if (given.bytes)
        rows_add_meta(display, "note",
                      "As the rule gives it: low and high that its formula returns with %s.",
                      given.bytes);
    if (score->cells_undrawn > 0)
        rows_add_meta(display, "note",
                      "No 90 %% intervals: too many values would have to be drawn; fewer --draws "
                      "bring them back.");
    display->failed = display->failed || given.failed;
    text_buffer_free(&given);
}

/* Whether a treatment of the rule may take a logarithm or another power of a column. */
static bool may_bend(const struct reading *reading)
{
    const struct score *score = reading->score;
    const struct codebook *codebook = reading->panel->project->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        const struct rule_method *treat = &reading->rule->stages[i].treat;
        if (!score->eligible[codebook->indicators[i].node] || treat->id == METHOD_COUNT)
            continue;
        const struct rule_setting *otherwise =
            treat->id == METHOD_WINSORISE ? rule_method_setting(treat, "otherwise") : NULL;
        if (!otherwise || !otherwise->given || strcmp(otherwise->text, "none") != 0)
            return true;
    }
    return false;
}

/* Indicators before normalising: no longer in their own units where a treatment changed the scale,
 * or where they are counted per another. */
static void note_treated(const struct display_table *table, bool filled, struct rows *display)
{
    rows_add_meta(display, "note", "Indicators are after treatment%s, before normalising%s.",
                  filled ? " and with gaps filled" : "",
                  may_bend(table->reading)
                      ? "; a logarithm (or power) where the rule's treatment took one"
                      : "");
}

static void note_stage(const struct display_table *table, struct rows *display)
{
    const struct rule *rule = table->reading->rule;
    switch (table->selection->stage) {
    case SCORE_ROWS_READ:
        rows_add_meta(display, "note", "Indicators are in their own units, as read.");
        return;
    case SCORE_ROWS_TREATED:
        note_treated(table, false, display);
        return;
    case SCORE_ROWS_IMPUTED:
        note_treated(table, true, display);
        return;
    case SCORE_ROWS_NORMALISED:
        if (rule->normalised)
            rows_add_meta(display, "note", "Indicators are normalised to %g (worst) to %g (best).",
                          rule->to_worst, rule->to_best);
        else
            rows_add_meta(display, "note", "Indicators are normalised as the rule says.");
        return;
    case SCORE_ROWS_WEIGHTED:
        rows_add_meta(display, "note",
                      "Indicators are normalised and times their weight in the index; n/a: no "
                      "value, or no weight there.");
        return;
    }
}

/* "2013, 2015: no country has any value." */
static void note_left_out(const struct display_table *table, struct rows *display)
{
    struct text_buffer text = {0};
    const char *period;
    size_t count = 0;
    while ((period = rows_get_meta(table->tidy, "left_out", count))) {
        if (count++ < PERIODS_NAMED)
            text_add_format(&text, "%s%s", count > 1 ? ", " : "", period);
    }
    if (count > PERIODS_NAMED)
        text_add_format(&text, " and %zu more", count - PERIODS_NAMED);
    if (text.bytes)
        rows_add_meta(display, "note", "%s: no country has any value. --all shows %s.", text.bytes,
                      count == 1 ? "it" : "them");
    display->failed = display->failed || text.failed;
    text_buffer_free(&text);
}

/* The title names the scale of the rule; values of the index may lie outside it. */
static void note_scale(const struct display_table *table, struct rows *display)
{
    const struct rule *rule = table->reading->rule;
    const struct rows *tidy = table->tidy;
    size_t level = rows_find(tidy, "level"), value = rows_find(tidy, "value");
    double low = fmin(rule->scale_worst, rule->scale_best);
    double high = fmax(rule->scale_worst, rule->scale_best);
    double slack = 1e-9 * (high - low);
    bool outside = false;
    for (size_t row = 0; row < tidy->count; row++) {
        double number = rows_number(tidy, row, value);
        outside = outside || (strcmp(rows_text(tidy, row, level), "index") == 0 &&
                              (number < low - slack || number > high + slack));
    }
    if (outside)
        rows_add_meta(display, "note",
                      "Values lie outside the scale %s (%g to %g): say scale = { \xE2\x80\xA6 }.",
                      rule->scaled ? "that the rule states" : "of a rule that states none",
                      rule->scale_worst, rule->scale_best);
}

static void note_marks(const struct display_table *table, struct rows *display)
{
    bool figures = false, made = false;
    size_t level = rows_find(table->tidy, "level");
    for (size_t i = 0; i < table->items; i++) {
        bool indicator = strcmp(rows_text(table->tidy, i, level), "indicator") == 0;
        figures = figures || (table->shown[i].marked && indicator);
        made = made || (table->shown[i].marked && !indicator);
    }
    if (figures)
        rows_add_meta(display, "note", "* imputed: no figure was observed%s.",
                      made ? " (an indicator)" : "");
    if (made)
        rows_add_meta(display, "note", "* rests partly on imputed values%s.",
                      figures ? " (an item above indicators)" : "");
}

struct rows *display_score(const struct session *session, const struct reading *reading,
                           const struct score_selection *selection, bool named,
                           const struct rows *tidy)
{
    struct display_table table = {
        .arena = session->arena, .reading = reading, .selection = selection, .tidy = tidy};
    display_layout_measure(&table);
    table.shown = arena_alloc(session->arena, table.items, sizeof *table.shown);
    if (!table.shown)
        return NULL;
    for (size_t i = 0; i < table.items; i++) {
        table.shown[i] = display_layout_shown(&table, i);
        table.marked = table.marked || table.shown[i].marked;
    }
    if (display_layout_over_time(&table))
        table.shown[0].band = DISPLAY_BAND_NONE;
    struct rows *display = display_layout_make(&table);
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s%s%s%s%s%s, %g (worst) to %g (best)",
                  display_name(reading, "index"), table.periods == 1 ? " " : "",
                  table.periods == 1 ? display_layout_period(&table, 0) : "",
                  named ? " (rule " : "", named ? reading->rule->name : "", named ? ")" : "",
                  reading->rule->scale_worst, reading->rule->scale_best);
    for (size_t i = 0; i < table.items && table.countries > 2; i++)
        if (table.shown[i].text)
            note_texts(&table, i, display);
    if (display_layout_has_level(&table, "indicator"))
        note_stage(&table, display);
    note_scale(&table, display);
    note_marks(&table, display);
    note_bands(session, &table, display);
    note_left_out(&table, display);
    display_notes(session, reading, display);
    return display;
}
