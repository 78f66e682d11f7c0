#include "cli/chart_rows.h"

#include "cli/display.h"
#include "model/panel_live.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct rows *chart_rows_of_item(struct arena *arena, const struct rows *rows, const char *item)
{
    struct rows *kept = rows_new(arena, rows->columns, rows->column_count);
    size_t items = rows_find(rows, "item");
    for (size_t row = 0; kept && row < rows->count; row++)
        if (strcmp(rows_text(rows, row, items), item) == 0)
            rows_add_like(kept, rows, row);
    for (size_t n = 0; kept && n < rows->meta_count; n++)
        rows_add_meta(kept, rows->meta[n].key, "%s", rows->meta[n].value);
    return kept && !kept->failed ? kept : NULL;
}

enum { LABEL_ID, LABEL_NAME, LABEL_KIND, LABEL_PARENT };

static const struct rows_column label_columns[] = {{"id", NULL, ROWS_TEXT, 0},
                                                   {"name", NULL, ROWS_TEXT, 0},
                                                   {"kind", NULL, ROWS_TEXT, 0},
                                                   {"parent", NULL, ROWS_TEXT, 0}};

static void add_label(struct rows *labels, const char *id, const char *name, const char *kind,
                      const char *parent)
{
    rows_add(labels);
    rows_set_text(labels, LABEL_ID, id);
    rows_set_text(labels, LABEL_NAME, name);
    rows_set_text(labels, LABEL_KIND, kind);
    rows_set_text(labels, LABEL_PARENT, parent);
}

struct rows *chart_rows_labels(struct arena *arena, const struct reading *reading,
                               const struct score_selection *selection)
{
    const struct project *project = reading->panel->project;
    const struct codebook *codebook = project->codebook;
    const struct score *score = reading->score;
    struct rows *labels = rows_new(arena, label_columns, 4);
    if (!labels)
        return NULL;
    for (size_t i = 0; i < selection->country_count; i++) {
        const struct country *country = &project->countries[selection->countries[i]];
        add_label(labels, country->id, country->name, "country", "");
    }
    add_label(labels, "index", display_name(reading, "index"), "item", "");
    for (size_t i = score->compile->nodes; i < score_index(score); i++)
        if (selection->levels & SCORE_LEVEL_RESULT)
            add_label(labels, score_item_id(score, i), score_item_id(score, i), "item", "");
    for (uint32_t i = 0; i < codebook->node_count; i++) {
        const struct node *node = &codebook->nodes[i];
        if (!score->eligible[i] || !score->compile->items[i].shown ||
            !(selection->levels & score_rows_level(score, i)))
            continue;
        const char *parent =
            node->kind == NODE_PILLAR ? "" : codebook->nodes[codebook_pillar_of(codebook, i)].id;
        bool beside = node->role != ROLE_OUTCOME && !reading->rule->in_index[i];
        add_label(labels, node->id, node->name, beside ? "beside" : "item", parent);
    }
    return labels->failed ? NULL : labels;
}

enum { MARK_POSITION, MARK_DATE, MARK_LABEL, MARK_COUNTRY, MARK_KIND };

static const struct rows_column mark_columns[] = {{"period_position", NULL, ROWS_NUMBER, -1},
                                                  {"date", NULL, ROWS_TEXT, 0},
                                                  {"label", NULL, ROWS_TEXT, 0},
                                                  {"country", NULL, ROWS_TEXT, 0},
                                                  {"kind", NULL, ROWS_TEXT, 0}};

static double position_of(enum date_axis axis, int32_t day)
{
    double per_year = axis == DATE_AXIS_YEAR ? 1 : axis == DATE_AXIS_QUARTER ? 4 : 12;
    int32_t period = date_period_of(axis, day);
    int32_t first = date_period_first_day(axis, period);
    int32_t last = date_period_last_day(axis, period);
    double share = (day - first + 0.5) / (last - first + 1);
    return (period - 0.5 + share) / per_year;
}

static const char *month_text(struct arena *arena, enum chart_language language,
                              const struct date *date)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    date_civil(date->last, &year, &month, &day);
    if (date->precision == DATE_YEAR)
        return arena_printf(arena, "%d", year);
    return arena_printf(arena, "%s %d", chart_words(language, months[month - 1]), year);
}

static bool shows(const struct score_selection *selection, uint32_t country)
{
    for (size_t i = 0; i < selection->country_count; i++)
        if (selection->countries[i] == country)
            return true;
    return false;
}

/* An event as a mark when it is a signal in the periods that touches exactly `touches` of the
 * countries shown. */
static void add_mark(struct arena *arena, enum chart_language language, struct rows *marks,
                     const struct reading *reading, const struct score_selection *selection,
                     const struct event *event, size_t touches)
{
    const struct project *project = reading->panel->project;
    int32_t period = date_period_of(reading->axis, event->date.last);
    size_t shown = 0;
    for (size_t c = 0; c < event->country_count; c++)
        shown += shows(selection, event->countries[c]);
    if (!event->signal || !panel_live_knows(&reading->panel->options, event) ||
        period < selection->first || period > selection->last || shown != touches)
        return;
    rows_add(marks);
    rows_set_number(marks, MARK_POSITION, position_of(reading->axis, event->date.last));
    rows_set_text(marks, MARK_DATE, month_text(arena, language, &event->date));
    rows_set_text(marks, MARK_LABEL, event->title);
    rows_set_text(marks, MARK_COUNTRY,
                  event->country_count == 1 ? project->countries[event->countries[0]].id : "");
    rows_set_text(marks, MARK_KIND, "signal");
}

struct rows *chart_rows_marks(struct arena *arena, enum chart_language language,
                              const struct reading *reading,
                              const struct score_selection *selection)
{
    const struct project *project = reading->panel->project;
    struct rows *marks = rows_new(arena, mark_columns, 5);
    for (size_t touches = selection->country_count; marks && touches > 0; touches--)
        for (size_t i = 0; i < project->event_count; i++)
            add_mark(arena, language, marks, reading, selection, &project->events[i], touches);
    return marks && !marks->failed ? marks : NULL;
}

/* Marks the publishers whose observations stand in the cells shown. */
static void mark_sources(const struct reading *reading, const struct score_selection *selection,
                         bool *used)
{
    const struct panel *panel = reading->panel;
    const struct project *project = panel->project;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        if (!reading->score->eligible[project->codebook->indicators[i].node])
            continue;
        for (size_t row = 0; row < panel->rows; row++) {
            int32_t period = panel_period(panel, row);
            struct observation made;
            if (period < selection->first || period > selection->last ||
                !shows(selection, panel_country(panel, row)) ||
                !panel_observation(panel, i, row, &made))
                continue;
            uint32_t family = project->sources->items[made.source].of;
            used[family == UINT32_MAX ? made.source : family] = true;
        }
    }
}

const char *chart_rows_source(struct arena *arena, enum chart_language language,
                              const struct reading *reading,
                              const struct score_selection *selection)
{
    const struct project *project = reading->panel->project;
    const struct sources *sources = project->sources;
    bool *used = arena_alloc(arena, sources->count + 1, sizeof *used);
    struct text_buffer text = {0};
    if (!used)
        return NULL;
    mark_sources(reading, selection, used);
    size_t named = 0, others = 0;
    for (size_t i = 0; i < sources->count; i++) {
        const struct source *source = &sources->items[i];
        bool said = false;
        for (size_t j = 0; j < i && used[i] && source->publisher; j++)
            said = said || (used[j] && sources->items[j].publisher &&
                            strcmp(sources->items[j].publisher, source->publisher) == 0);
        if (!used[i] || said)
            continue;
        if (!source->publisher || named >= 6) {
            others++;
            continue;
        }
        text_add_format(&text, "%s%s", named++ ? "; " : chart_words(language, "Sources: "),
                        source->publisher);
    }
    if (others > 0 && named > 0)
        text_add_format(&text, chart_words(language, " and %zu more"), others);
    text_add_format(&text, chart_words(language, "%sRule %s, codebook %s%s%s. Tidemark %s."),
                    named ? ". " : "", reading->rule->name, project->codebook->id,
                    project->codebook->version ? " " : "",
                    project->codebook->version ? project->codebook->version : "", TIDEMARK_VERSION);
    const char *kept = text.failed ? NULL : arena_text(arena, text.bytes, text.length);
    text_buffer_free(&text);
    return kept;
}

const char *chart_rows_measure(struct arena *arena, const struct reading *reading, size_t item)
{
    const char *name = display_item(reading, score_item_level(reading->score, item),
                                    score_item_id(reading->score, item));
    return arena_text(arena, name, strlen(name));
}

const char *chart_rows_band(struct arena *arena, enum chart_language language,
                            const struct rows *rows, double draws, bool given)
{
    size_t low = rows_find(rows, "low");
    for (size_t row = 0; row < rows->count; row++)
        if (!isnan(rows_number(rows, row, low)))
            return given
                       ? chart_words(language, "interval as the rule gives it")
                       : arena_printf(
                             arena,
                             chart_words(language,
                                         "90 %% interval of the values\xE2\x80\x99 own uncertainty "
                                         "(%.0f draws)"),
                             draws);
    return NULL;
}

const char *chart_rows_note(struct arena *arena, enum chart_language language,
                            const struct reading *reading)
{
    size_t drafts = reading->score->drafts;
    if (drafts == 0)
        return NULL;
    return arena_printf(
        arena,
        chart_words(language, drafts == 1 ? "%zu provisional coding by one person, not reviewed"
                                          : "%zu provisional codings by one person, not reviewed"),
        drafts);
}

bool chart_rows_around(struct arena *arena, const struct reading *reading,
                       const struct score_selection *selection, size_t item,
                       struct chart_request *request)
{
    enum chart_language language = request->language;
    request->scale_worst = reading->rule->scale_worst;
    request->scale_best = reading->rule->scale_best;
    request->unit_low = chart_words(language, "worst");
    request->unit_high = chart_words(language, "best");
    request->labels = chart_rows_labels(arena, reading, selection);
    request->measure = chart_rows_measure(arena, reading, item);
    request->source = chart_rows_source(arena, language, reading, selection);
    return request->labels && request->measure && request->source;
}
