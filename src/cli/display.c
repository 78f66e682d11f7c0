#include "cli/display.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *display_name(const struct reading *reading, const char *item)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    if (strcmp(item, "index") == 0)
        return reading->rule->title ? reading->rule->title : "Index";
    uint32_t node = map_get(codebook->by_id, text_of(item));
    return node == MAP_NONE ? item : codebook->nodes[node].name;
}

const char *display_item(const struct reading *reading, const char *level, const char *item)
{
    return strcmp(level, "result") == 0 ? item : display_name(reading, item);
}

const char *display_country(const struct project *project, const char *id)
{
    uint32_t country = project_country(project, text_of(id));
    return country == UINT32_MAX ? id : project->countries[country].name;
}

int display_decimals(const struct reading *reading)
{
    double length = fabs(reading->rule->scale_best - reading->rule->scale_worst);
    return length <= 2 ? 3 : length <= 20 ? 2 : 1;
}

const char *display_number(struct arena *arena, double number, int decimals)
{
    char text[NUMBER_PRINT_SIZE];
    if (isnan(number))
        return "n/a";
    number_print_fixed(number, decimals, text);
    return arena_printf(arena, "%s", text);
}

const char *display_signed(struct arena *arena, double number, int decimals)
{
    const char *text = display_number(arena, number, decimals);
    return isnan(number) || !text || *text == '-' ? text : arena_printf(arena, "+%s", text);
}

const char *display_error(struct arena *arena, double error, int decimals)
{
    return error > 0 ? arena_printf(arena, " \xC2\xB1%.*f", decimals + 1, error) : "";
}

void display_error_note(const struct rows *tidy, struct rows *display)
{
    size_t column = rows_find(tidy, "error");
    bool any = false;
    for (size_t row = 0; column != SIZE_MAX && row < tidy->count; row++)
        any = any || rows_number(tidy, row, column) > 0;
    if (any)
        rows_add_meta(display, "note",
                      "\xC2\xB1: the standard error of a part of a formula of which more than 12 "
                      "inputs differ: the orders of its Shapley value are sampled. The parts add "
                      "up all the same.");
}

/* Whether the headline counts a pillar or anything below it. */
static bool counts_any(const struct reading *reading, size_t pillar)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    for (uint32_t i = 0; i < codebook->node_count; i++)
        if (reading->rule->in_index[i] && codebook_pillar_of(codebook, i) == pillar)
            return true;
    return false;
}

static void note_levers(const struct reading *reading, struct rows *display)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    for (size_t i = 0; i < codebook->node_count; i++) {
        const struct node *node = &codebook->nodes[i];
        if (node->kind != NODE_PILLAR || node->role == ROLE_OUTCOME || counts_any(reading, i) ||
            !reading->score->compile->items[i].shown)
            continue;
        rows_add_meta(display, "note", "%s stands beside the score, not in it (role %s).",
                      node->name, node->role == ROLE_LEVER ? "lever" : "context");
    }
}

static void note_eligible(const struct reading *reading, struct rows *display)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    size_t left_out = 0;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        left_out += !reading->score->eligible[codebook->indicators[i].node];
    if (left_out > 0 && reading->rule->values == PANEL_PUBLISHED)
        rows_add_meta(display, "note",
                      "%zu of %zu indicators have no published series and take no part under this "
                      "rule; `tidemark status` lists them.",
                      left_out, codebook->indicator_count);
}

void display_live_note(const struct session *session, struct rows *display)
{
    if (session->opt->live)
        rows_add_meta(display, "note",
                      "Live reading: judged effects of events after each value's date are added.");
}

void display_notes(const struct session *session, const struct reading *reading,
                   struct rows *display)
{
    if (reading->default_why)
        rows_add_meta(display, "note", "%s. --at or --years show others.", reading->default_why);
    display_live_note(session, display);
    note_levers(reading, display);
    note_eligible(reading, display);
}
