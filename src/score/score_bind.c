#include "score/score_bind.h"

#include "score/score_eras.h"
#include "score/score_stored.h"

#include <math.h>
#include <string.h>

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static const double *years_of(struct arena *arena, const struct panel *panel)
{
    double *years = arena_alloc(arena, panel->rows, sizeof *years);
    for (size_t row = 0; years && row < panel->rows; row++) {
        int32_t day = date_period_first_day(panel->options.axis, panel_period(panel, row));
        years[row] = date_period_of(DATE_AXIS_YEAR, day);
    }
    return years;
}

static const struct graph_grouping *groupings_of(struct arena *arena, const struct panel *panel,
                                                 const struct compile *compile)
{
    struct graph_grouping *groupings =
        arena_alloc(arena, compile->grouping_count, sizeof *groupings);
    for (size_t i = 0; groupings && i < compile->grouping_count; i++) {
        const struct compile_grouping *names = &compile->groupings[i];
        groupings[i].stride = 1;
        groupings[i].classes =
            panel_classes(arena, panel, names->names, names->count, &groupings[i].count);
        if (!groupings[i].classes)
            return NULL;
    }
    return groupings;
}

const char *score_bind_class(struct arena *arena, const struct score_bind *bind, uint32_t grouping,
                             uint32_t class_of)
{
    if (grouping == 0 || grouping > bind->compile->grouping_count)
        return "";
    const struct compile_grouping *names = &bind->compile->groupings[grouping - 1];
    const uint32_t *classes = bind->groupings[grouping - 1].classes;
    for (size_t row = 0; row < bind->panel->rows; row++)
        if (classes[row] == class_of)
            return panel_class_name(arena, bind->panel, names->names, names->count, row);
    return "";
}

/* The place of a text, which is added when it is new; NaN without memory. */
static double place_of(struct score_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->items[i], text) == 0)
            return (double)i;
    if (texts->count == texts->capacity) {
        size_t capacity = texts->capacity * 2 + 8;
        const char **items =
            arena_grow(texts->arena, texts->items, texts->count, capacity, sizeof *items);
        if (!items)
            return NAN;
        texts->items = items;
        texts->capacity = capacity;
    }
    texts->items[texts->count] = arena_text(texts->arena, text, strlen(text));
    return texts->items[texts->count] ? (double)texts->count++ : NAN;
}

bool score_bind(struct arena *arena, const struct panel *panel, const struct compile *compile,
                const struct formula_host *host, struct score_bind *bind, struct err *err)
{
    *bind = (struct score_bind){.panel = panel,
                                .compile = compile,
                                .host = host,
                                .year = years_of(arena, panel),
                                .groupings = groupings_of(arena, panel, compile)};
    bind->texts = arena_alloc(arena, 1, sizeof *bind->texts);
    if (!bind->year || !bind->groupings || !bind->texts)
        return no_memory(err);
    *bind->texts = (struct score_texts){.arena = arena};
    for (size_t i = 0; i < compile->text_count; i++)
        place_of(bind->texts, compile->texts[i]);
    return (score_eras(arena, panel, compile->graph, &bind->eras) && score_stored(arena, bind)) ||
           no_memory(err);
}

/* Text results come back as texts and go on as their places. */
static void place_texts(struct score_texts *texts, const struct formula *formula,
                        const struct formula_rows *rows, double *const *results)
{
    for (size_t i = 0; i < formula->result_count; i++) {
        for (size_t row = 0; formula->results[i].text && row < rows->rows; row++) {
            const char *text = rows->texts[i * rows->rows + row];
            results[i][row] = text ? place_of(texts, text) : NAN;
        }
    }
}

static bool run_call(void *context, uint32_t number, const double *const *columns, size_t rows,
                     double *const *results)
{
    struct score_calls *calls = context;
    const struct compile_call *call = &calls->bind->compile->calls[number];
    size_t count = call->formula->result_count, cells = count * rows;
    struct arena_mark mark = arena_mark(calls->arena);
    double *all = arena_alloc(calls->arena, 3 * cells, sizeof *all);
    const char **texts = arena_alloc(calls->arena, cells, sizeof *texts);
    struct formula_rows run = {.inputs = call->inputs,
                               .columns = columns,
                               .input_count = call->input_count,
                               .rows = rows,
                               .values = all,
                               .low = all ? all + cells : NULL,
                               .high = all ? all + 2 * cells : NULL,
                               .texts = texts};
    if (!all || !texts) {
        no_memory(&calls->err);
        return false;
    }
    bool done =
        calls->bind->host && calls->bind->host->run(calls->bind->host->context, calls->arena,
                                                    call->formula, &run, &calls->err);
    for (size_t i = 0; done && i < 3 * count; i++)
        memcpy(results[i], all + i * rows, rows * sizeof *all);
    if (done)
        place_texts(calls->bind->texts, call->formula, &run, results);
    arena_rewind(calls->arena, mark);
    return done;
}

struct graph_binding score_bind_panel(const struct score_bind *bind, struct graph_column *sources,
                                      struct score_calls *calls)
{
    const struct panel *panel = bind->panel;
    for (uint32_t i = 0; i < panel->indicators; i++)
        sources[i] = (struct graph_column){panel_column(panel, i), 1};
    sources[panel->indicators] = (struct graph_column){bind->year, 1};
    return (struct graph_binding){.sources = sources,
                                  .source_count = panel->indicators + 1,
                                  .groupings = bind->groupings,
                                  .grouping_count = bind->compile->grouping_count,
                                  .countries = panel->countries,
                                  .framed = bind->framed,
                                  .eras = bind->eras,
                                  .call = run_call,
                                  .call_context = calls,
                                  .held = bind->stored};
}

void score_bind_classes(const struct score_bind *bind, size_t row, struct graph_grouping *groupings)
{
    for (size_t i = 0; i < bind->compile->grouping_count; i++)
        groupings[i] =
            (struct graph_grouping){&bind->groupings[i].classes[row], 0, bind->groupings[i].count};
}

struct graph_binding score_bind_row(const struct score_bind *bind, size_t row,
                                    struct graph_column *sources, struct graph_grouping *groupings,
                                    struct score_calls *calls)
{
    size_t indicators = bind->panel->indicators;
    sources[indicators] = (struct graph_column){&bind->year[row], 0};
    score_bind_classes(bind, row, groupings);
    return (struct graph_binding){.sources = sources,
                                  .source_count = indicators + 1,
                                  .groupings = groupings,
                                  .grouping_count = bind->compile->grouping_count,
                                  .call = run_call,
                                  .call_context = calls,
                                  .held = bind->held};
}

size_t score_bind_mask(const struct score_bind *bind, const bool *mask,
                       struct graph_override *overrides)
{
    const struct codebook *codebook = bind->panel->project->codebook;
    size_t count = 0;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        const struct compile_item *item = &bind->compile->items[codebook->indicators[i].node];
        if (mask[i] && item->eligible)
            overrides[count++] = (struct graph_override){item->node, {NULL, 0}};
    }
    return count;
}

bool score_bind_looks_around(const struct score_bind *bind, size_t item)
{
    const struct compile_item *made = &bind->compile->items[item];
    if (!made->eligible)
        return false;
    enum graph_reach reach = graph_reach(bind->compile->graph, made->node);
    return reach == GRAPH_REACH_PANEL || (reach == GRAPH_REACH_FRAME && !bind->all_stored);
}
