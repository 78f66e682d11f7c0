#include "score/score.h"

#include "score/score_bands.h"
#include "score/score_check.h"
#include "score/score_marks.h"
#include "score/score_stored.h"
#include "score/score_trouble.h"

#include <math.h>
#include <string.h>

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

/* The rows of the periods to be scored. */
static void choose_rows(struct score *score, const struct score_options *options)
{
    const struct panel_options *panel = &score->panel->options;
    bool all = !options->windowed;
    int32_t first = all || options->first < panel->first ? panel->first : options->first;
    int32_t last = all || options->last > panel->last ? panel->last : options->last;
    size_t periods = first <= last ? (size_t)(last - first) + 1 : 0;
    score->first_row = (size_t)(first - panel->first) * score->panel->countries;
    score->rows = periods * score->panel->countries;
}

static bool allocate(struct arena *arena, struct score *score)
{
    size_t cells = score->items * score->rows;
    score->value = arena_alloc(arena, cells, sizeof *score->value);
    score->low = arena_alloc(arena, cells, sizeof *score->low);
    score->high = arena_alloc(arena, cells, sizeof *score->high);
    score->coverage = arena_alloc(arena, cells, sizeof *score->coverage);
    score->flags = arena_alloc(arena, cells, sizeof *score->flags);
    score->weights = arena_alloc(arena, score->items, sizeof *score->weights);
    score->unfilled = arena_alloc(arena, score->items, sizeof *score->unfilled);
    score->eligible = arena_alloc(arena, score->items, sizeof *score->eligible);
    if (!score->value || !score->low || !score->high || !score->coverage || !score->flags ||
        !score->weights || !score->unfilled || !score->eligible)
        return false;
    for (size_t i = 0; i < score->items; i++)
        score->eligible[i] = score->compile->items[i].eligible;
    for (size_t i = 0; i < cells; i++)
        score->value[i] = score->low[i] = score->high[i] = score->coverage[i] = NAN;
    return true;
}

/* The nodes that an evaluation is asked for, and where their values go. */
struct wishes {
    uint32_t *nodes;
    double **out;
    size_t count;
};

static void wish(struct wishes *wishes, uint32_t node, double *out)
{
    wishes->nodes[wishes->count] = node;
    wishes->out[wishes->count++] = out;
}

/* Weights that the data decide are wanted too; false without memory. */
static bool wish_weights(struct arena *arena, struct score *score, size_t item,
                         struct wishes *wishes)
{
    const struct compile_item *made = &score->compile->items[item];
    bool decided = false;
    for (size_t i = 0; i < made->child_count; i++)
        decided = decided || graph_reach(score->compile->graph, made->weight_nodes[i]);
    if (!decided)
        return true;
    score->weights[item] =
        arena_alloc(arena, made->child_count * score->rows, sizeof **score->weights);
    for (size_t i = 0; score->weights[item] && i < made->child_count; i++)
        wish(wishes, made->weight_nodes[i], score->weights[item] + i * score->rows);
    return score->weights[item] != NULL;
}

/* What was there before filling is wanted too; false without memory. */
static bool wish_unfilled(struct arena *arena, struct score *score, size_t item,
                          struct wishes *wishes)
{
    const struct compile_item *made = &score->compile->items[item];
    if (made->unfilled == GRAPH_NONE)
        return true;
    score->unfilled[item] = arena_alloc(arena, score->rows, sizeof **score->unfilled);
    if (score->unfilled[item])
        wish(wishes, made->unfilled, score->unfilled[item]);
    return score->unfilled[item] != NULL;
}

static bool make_wishes(struct arena *arena, struct score *score, struct wishes *wishes)
{
    const struct compile *compile = score->compile;
    size_t room = 0;
    for (size_t i = 0; i < score->items; i++)
        room += 4 + compile->items[i].child_count;
    *wishes = (struct wishes){.nodes = arena_alloc(arena, room, sizeof *wishes->nodes),
                              .out = arena_alloc(arena, room, sizeof *wishes->out)};
    if (!wishes->nodes || !wishes->out)
        return false;
    for (size_t i = 0; i < score->items; i++) {
        const struct compile_item *made = &compile->items[i];
        if (!made->eligible)
            continue;
        wish(wishes, made->node, score->value + i * score->rows);
        if (made->low != GRAPH_NONE)
            wish(wishes, made->low, score->low + i * score->rows);
        if (made->high != GRAPH_NONE)
            wish(wishes, made->high, score->high + i * score->rows);
        if (!wish_weights(arena, score, i, wishes) || !wish_unfilled(arena, score, i, wishes))
            return false;
    }
    return true;
}

/* Which rows frames look at: NULL for all. False without memory. */
static bool mark_framed(struct arena *arena, const struct panel *panel,
                        const struct score_options *options, const bool **framed)
{
    *framed = NULL;
    if (!options->framed)
        return true;
    bool *marks = arena_alloc(arena, panel->rows, sizeof *marks);
    for (size_t row = 0; marks && row < panel->rows; row++) {
        int32_t period = panel_period(panel, row);
        marks[row] =
            period >= options->framed_first && period <= options->framed_last &&
            (!options->framed_countries || options->framed_countries[panel_country(panel, row)]);
    }
    *framed = marks;
    return marks != NULL;
}

/* Evaluates wishes over rows first_row.. of the panel; figures of frames are kept in keep when
 * figures is not NULL. */
static bool evaluate(struct arena *keep, const struct score *score, const struct wishes *wishes,
                     const struct score_options *options, struct graph_figures *figures,
                     struct err *err)
{
    struct arena *scratch = arena_new();
    if (!scratch)
        return out_of_memory(err);
    const struct panel *panel = score->panel;
    struct score_calls calls = {.bind = &score->bind, .arena = scratch};
    struct graph_trouble trouble = {.node = GRAPH_NONE};
    struct graph_column *sources = arena_alloc(scratch, panel->indicators + 1, sizeof *sources);
    bool done = sources != NULL;
    if (done) {
        struct graph_binding binding = score_bind_panel(&score->bind, sources, &calls);
        struct graph_run run = {.binding = &binding,
                                .total = panel->rows,
                                .first = score->first_row,
                                .rows = score->rows,
                                .wanted = wishes->nodes,
                                .wanted_count = wishes->count,
                                .out = wishes->out,
                                .kernel = score->kernel,
                                .threads = options->threads,
                                .figures = figures,
                                .keep = keep,
                                .trouble = &trouble};
        done = graph_run(score->compile->graph, &run, scratch);
    }
    if (!done && calls.err.code != ERR_CODE_NONE)
        *err = calls.err;
    else if (!done)
        out_of_memory(err);
    else if (trouble.node != GRAPH_NONE)
        done = score_trouble_frame(scratch, score, &trouble, err);
    arena_free(scratch);
    return done;
}

/* What a formula might give is no number: then it gives none, and neither does what stands on it.
 */
static void drop_infinite(const struct score *score)
{
    for (size_t i = 0; i < score->items * score->rows; i++)
        score->value[i] = isinf(score->value[i]) ? NAN : score->value[i];
}

static bool start(struct arena *arena, const struct panel *panel, const struct rule *rule,
                  const struct score_options *options, const struct compile *compile,
                  struct score *score, struct err *err)
{
    *score = (struct score){.panel = panel,
                            .rule = rule,
                            .compile = compile,
                            .kernel = options->kernel,
                            .threads = options->threads,
                            .seed = options->seed,
                            .items = compile->count};
    choose_rows(score, options);
    return score_bind(arena, panel, compile, options->host, &score->bind, err) &&
           (mark_framed(arena, panel, options, &score->bind.framed) || out_of_memory(err));
}

/* False with err when a row that is shown has no figures in a stored frame. */
static bool check_stored(struct arena *arena, const struct score *score,
                         const struct score_options *options, struct err *err)
{
    for (size_t row = score->first_row; row < score->first_row + score->rows; row++) {
        int32_t period = panel_period(score->panel, row);
        if (period >= options->draws_first && period <= options->draws_last &&
            score_stored_lacks(arena, &score->bind, row, err))
            return false;
    }
    return true;
}

/* Where figures are not stored, nothing is known: not even what does without them. */
static void drop_lacking(const struct score *score, double *values, size_t items)
{
    for (size_t row = 0; score->bind.lacking && row < score->rows; row++)
        for (size_t item = 0; item < items && score->bind.lacking[score->first_row + row]; item++)
            values[item * score->rows + row] = NAN;
}

/* What cannot be averaged is an error where it is shown. */
static bool check_shown(const struct score *score, const struct score_options *options,
                        struct err *err)
{
    size_t first = score->first_row, end = score->first_row + score->rows;
    size_t from = score_row(score, 0, options->draws_first);
    size_t last = score_row(score, 0, options->draws_last);
    first = from != SIZE_MAX && from > first ? from : first;
    if (last != SIZE_MAX && last + score->panel->countries < end)
        end = last + score->panel->countries;
    return first >= end || score_trouble_zero(score, first, end - first, err);
}

struct score *score_run(struct arena *arena, const struct panel *panel, const struct rule *rule,
                        const struct score_options *options, struct err *err)
{
    struct wishes wishes;
    struct score *score = arena_alloc(arena, 1, sizeof *score);
    struct graph_figures *figures = arena_alloc(arena, 1, sizeof *figures);
    if (!score || !figures) {
        out_of_memory(err);
        return NULL;
    }
    const struct compile *compile = score_check_compile(arena, panel, rule, options, err);
    if (!compile || !start(arena, panel, rule, options, compile, score, err))
        return NULL;
    if (!allocate(arena, score) || !make_wishes(arena, score, &wishes)) {
        out_of_memory(err);
        return NULL;
    }
    if (!check_stored(arena, score, options, err) ||
        !evaluate(arena, score, &wishes, options, figures, err))
        return NULL;
    score->bind.held = figures;
    drop_lacking(score, score->value, score->items);
    drop_infinite(score);
    if (!check_shown(score, options, err))
        return NULL;
    score_marks(score);
    if (!score_marks_count(arena, score, options) || !score_bands(arena, score, options)) {
        out_of_memory(err);
        return NULL;
    }
    return score;
}

bool score_figures(struct arena *arena, const struct panel *panel, const struct rule *rule,
                   const struct score_options *options, struct score *score,
                   struct graph_figures *figures, struct err *err)
{
    struct wishes wishes;
    struct rule fresh = *rule;
    fresh.stored = NULL;
    const struct compile *compile = score_check_compile(arena, panel, &fresh, options, err);
    if (!compile || !start(arena, panel, rule, options, compile, score, err))
        return false;
    score->first_row = score->rows = 0;
    if (!allocate(arena, score) || !make_wishes(arena, score, &wishes))
        return out_of_memory(err);
    return evaluate(arena, score, &wishes, options, figures, err);
}

bool score_nodes(const struct score *score, const uint32_t *nodes, size_t count, double *const *out)
{
    struct err err;
    struct arena *scratch = arena_new();
    if (!scratch)
        return false;
    struct wishes wishes = {.nodes = arena_alloc(scratch, count, sizeof *wishes.nodes),
                            .out = arena_alloc(scratch, count, sizeof *wishes.out)};
    struct score_options options = {.threads = score->threads};
    bool done = wishes.nodes && wishes.out;
    for (size_t i = 0; done && i < count; i++)
        wish(&wishes, nodes[i], out[i]);
    done = done && evaluate(scratch, score, &wishes, &options, NULL, &err);
    arena_free(scratch);
    return done;
}

bool score_stage(struct arena *arena, const struct score *score, enum compile_stage stage,
                 double *const *out)
{
    struct arena_mark mark = arena_mark(arena);
    const struct codebook *codebook = score->panel->project->codebook;
    uint32_t *nodes = arena_alloc(arena, codebook->indicator_count, sizeof *nodes);
    double **wanted = arena_alloc(arena, codebook->indicator_count, sizeof *wanted);
    size_t count = 0;
    for (uint32_t i = 0; nodes && wanted && i < codebook->indicator_count; i++) {
        const struct compile_item *item = &score->compile->items[codebook->indicators[i].node];
        if (!item->eligible || !out[i])
            continue;
        nodes[count] = item->stage[stage];
        wanted[count++] = out[i];
    }
    bool done = nodes && wanted && score_nodes(score, nodes, count, wanted);
    arena_rewind(arena, mark);
    return done;
}

static size_t at(const struct score *score, size_t item, size_t row)
{
    return item * score->rows + row - score->first_row;
}

static bool is_scored(const struct score *score, size_t row)
{
    return row >= score->first_row && row - score->first_row < score->rows;
}

double score_value(const struct score *score, size_t item, size_t row)
{
    return is_scored(score, row) ? score->value[at(score, item, row)] : NAN;
}

double score_low(const struct score *score, size_t item, size_t row)
{
    return is_scored(score, row) ? score->low[at(score, item, row)] : NAN;
}

double score_high(const struct score *score, size_t item, size_t row)
{
    return is_scored(score, row) ? score->high[at(score, item, row)] : NAN;
}

double score_coverage(const struct score *score, size_t item, size_t row)
{
    return is_scored(score, row) ? score->coverage[at(score, item, row)] : NAN;
}

unsigned score_flags(const struct score *score, size_t item, size_t row)
{
    return is_scored(score, row) ? score->flags[at(score, item, row)] : 0;
}

double score_weight(const struct score *score, size_t item, size_t child, size_t row)
{
    if (!score->weights[item])
        return score->compile->items[item].weights[child];
    return is_scored(score, row)
               ? score->weights[item][child * score->rows + row - score->first_row]
               : NAN;
}

const char *score_text(const struct score *score, size_t item, size_t row)
{
    double place = score_value(score, item, row);
    bool there = place >= 0 && place < (double)score->bind.texts->count;
    return there ? score->bind.texts->items[(size_t)place] : "";
}

size_t score_index(const struct score *score)
{
    return score->items - 1;
}

size_t score_item(const struct score *score, struct text id)
{
    for (size_t i = score->items; i-- > score->compile->nodes;)
        if (text_is(id, score->compile->items[i].id))
            return i;
    uint32_t node = map_get(score->panel->project->codebook->by_id, id);
    return node == MAP_NONE ? SIZE_MAX : node;
}

size_t score_item_of(const struct score *score, const char *level, const char *id)
{
    size_t item = score_item(score, text_of(id));
    if (item == SIZE_MAX || strcmp(score_item_level(score, item), level) == 0)
        return item;
    /* A result hides the node of its name. */
    uint32_t node = map_get(score->panel->project->codebook->by_id, text_of(id));
    return node == MAP_NONE ? SIZE_MAX : node;
}

const char *score_item_id(const struct score *score, size_t item)
{
    return score->compile->items[item].id;
}

const char *score_item_level(const struct score *score, size_t item)
{
    static const char *const names[] = {
        [NODE_PILLAR] = "pillar", [NODE_GROUP] = "group", [NODE_INDICATOR] = "indicator"};
    const struct codebook *codebook = score->panel->project->codebook;
    if (item == score_index(score))
        return "index";
    return item < codebook->node_count ? names[codebook->nodes[item].kind] : "result";
}

bool score_by_row(const struct score *score, size_t item)
{
    const struct formula *formula = score->compile->items[item].formula;
    for (size_t i = 0; formula && i < score->compile->call_count; i++)
        if (score->compile->calls[i].formula == formula)
            return true;
    return false;
}

size_t score_row(const struct score *score, uint32_t country, int32_t period)
{
    const struct panel_options *options = &score->panel->options;
    if (period < options->first || period > options->last || country >= score->panel->countries)
        return SIZE_MAX;
    return (size_t)(period - options->first) * score->panel->countries + country;
}

void score_latest_fullest(const struct panel *panel, const bool *there, int32_t *period,
                          size_t *countries_with)
{
    *countries_with = 0;
    for (int32_t at = panel->options.last; at >= panel->options.first; at--) {
        size_t with = 0, first = (size_t)(at - panel->options.first) * panel->countries;
        for (size_t country = 0; country < panel->countries; country++)
            with += there[first + country];
        if (with > *countries_with) {
            *countries_with = with;
            *period = at;
        }
    }
}

bool score_have_index(struct arena *arena, const struct panel *panel, const struct rule *rule,
                      const struct score_options *options, bool *there, struct err *err)
{
    struct score score;
    struct arena_mark mark = arena_mark(arena);
    struct score_options all = *options;
    all.windowed = false;
    const struct compile *compile = score_check_compile(arena, panel, rule, options, err);
    double *index = arena_alloc(arena, panel->rows, sizeof *index);
    if (compile && !index)
        out_of_memory(err);
    bool done = compile && index && start(arena, panel, rule, &all, compile, &score, err);
    uint32_t node = done ? compile->items[compile->count - 1].node : GRAPH_NONE;
    struct wishes wishes = {.nodes = &node, .out = &index, .count = node == GRAPH_NONE ? 0 : 1};
    for (size_t row = 0; done && row < panel->rows; row++)
        index[row] = NAN;
    done = done && evaluate(arena, &score, &wishes, &all, NULL, err);
    if (done)
        drop_lacking(&score, index, 1);
    for (size_t row = 0; done && row < panel->rows; row++)
        there[row] = there[row] && isfinite(index[row]);
    arena_rewind(arena, mark);
    return done;
}
