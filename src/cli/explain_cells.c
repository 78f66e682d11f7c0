#include "cli/explain_cells.h"

#include "score/score_explain.h"

#include <math.h>
#include <string.h>

enum { BESIDE_MAX = 64 };

static void add_beside(struct session *session, const struct observation *made, const char *parent,
                       struct rows *rows)
{
    char date[DATE_PRINT_SIZE];
    size_t length = date_print(made->date, date);
    const char *source = session->project->sources->items[made->source].id;
    rows_add(rows);
    rows_set_text(rows, EXPLAIN_COUNTRY, rows_text(rows, 0, EXPLAIN_COUNTRY));
    rows_set_text(rows, EXPLAIN_PERIOD, arena_text(session->arena, date, length));
    rows_set_text(rows, EXPLAIN_LEVEL, "beside");
    rows_set_text(rows, EXPLAIN_ITEM, made->coder && !made->use ? made->coder : source);
    rows_set_text(rows, EXPLAIN_PARENT, parent);
    rows_set_number(rows, EXPLAIN_VALUE, made->value);
    rows_set_text(rows, EXPLAIN_SERIES, made->use ? made->use->series : "");
    rows_set_text(rows, EXPLAIN_SOURCE, source);
    rows_set_text(rows, EXPLAIN_FILE, made->file);
    rows_set_number(rows, EXPLAIN_LINE, made->line);
}

void explain_cells_beside(struct session *session, const struct reading *reading, uint32_t country,
                          size_t item, struct rows *rows)
{
    const struct codebook *codebook = session->project->codebook;
    struct observation *others = arena_alloc(session->arena, BESIDE_MAX, sizeof *others);
    size_t row = score_row(reading->score, country, reading->last);
    if (!others || row == SIZE_MAX || item >= codebook->node_count ||
        codebook->nodes[item].kind != NODE_INDICATOR)
        return;
    uint32_t indicator = codebook->nodes[item].indicator;
    struct observation stands;
    bool any = panel_observation(reading->panel, indicator, row, &stands);
    size_t count = panel_candidates(reading->panel, indicator, row, others, BESIDE_MAX);
    for (size_t i = 0; any && i < count && i < BESIDE_MAX; i++)
        if (others[i].file != stands.file || others[i].line != stands.line ||
            others[i].use != stands.use)
            add_beside(session, &others[i], codebook->nodes[item].id, rows);
}

/* Meta `spliced` of an indicator that was brought over a break. */
static void add_splices(struct session *session, const struct reading *reading, uint32_t indicator,
                        size_t row, const char *id, struct rows *rows)
{
    struct observation made;
    struct text_buffer text = {0};
    if (!(panel_flags(reading->panel, indicator, row) & PANEL_SPLICED) ||
        !panel_observation(reading->panel, indicator, row, &made))
        return;
    panel_splices_text(reading->panel, &made, &text);
    rows->failed = rows->failed || text.failed;
    if (text.length > 0)
        rows_add_meta(rows, "spliced", "%s %.10g of %s%s", id, made.as_published,
                      session->project->sources->items[made.source].id, text.bytes);
    text_buffer_free(&text);
}

void explain_cells_meta(struct session *session, const struct reading *reading, uint32_t country,
                        struct rows *rows)
{
    const struct project *project = session->project;
    size_t at = score_row(reading->score, country, reading->last);
    for (size_t row = 0; at != SIZE_MAX && row < rows->count; row++) {
        const char *id = rows_text(rows, row, EXPLAIN_ITEM);
        if (strcmp(rows_text(rows, row, EXPLAIN_LEVEL), "indicator") != 0)
            continue;
        const struct indicator *indicator = codebook_indicator(project->codebook, text_of(id));
        if (!indicator)
            continue;
        uint32_t number = (uint32_t)(indicator - project->codebook->indicators);
        unsigned flags = score_flags(reading->score, indicator->node, at);
        if (flags & PANEL_FLOOR)
            rows_add_meta(rows, "floor", "%s", id);
        if (flags & PANEL_CEILING)
            rows_add_meta(rows, "ceiling", "%s", id);
        add_splices(session, reading, number, at, id, rows);
        const struct preference *preference = panel_preference(reading->panel, number, at);
        if (preference)
            rows_add_meta(rows, "preferred", "%s is read from %s: %s", id,
                          project->sources->items[preference->source].id, preference->because);
    }
}
