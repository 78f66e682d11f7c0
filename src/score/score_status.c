#include "score/score_status.h"

#include "model/panel_live.h"
#include "score/score_lineage.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

enum {
    COLUMN_KIND,
    COLUMN_COUNTRY,
    COLUMN_ITEM,
    COLUMN_PERIOD,
    COLUMN_DETAIL,
    COLUMN_FILE,
    COLUMN_LINE,
    COLUMNS
};

static const struct rows_column columns[COLUMNS] = {
    [COLUMN_KIND] = {"kind", "Finding", ROWS_TEXT, 0},
    [COLUMN_COUNTRY] = {"country", "Country", ROWS_TEXT, 0},
    [COLUMN_ITEM] = {"item", "Item", ROWS_TEXT, 0},
    [COLUMN_PERIOD] = {"period", "Period", ROWS_TEXT, 0},
    [COLUMN_DETAIL] = {"detail", "Detail", ROWS_TEXT, 0},
    [COLUMN_FILE] = {"file", "File", ROWS_TEXT, 0},
    [COLUMN_LINE] = {"line", "Line", ROWS_NUMBER, 0},
};

/* The cell a finding is looked for in; detail is left empty where there is none. */
struct place {
    const struct score *score;
    uint32_t country;
    int32_t period;
    size_t row;
    size_t item;
    bool observed; /* whether something stands at an indicator, and what */
    struct observation observation;
    struct text_buffer *detail;
    struct arena *arena; /* scratch */
};

struct status {
    struct rows *rows;
    struct place place;
    const char *period;
    struct text_buffer detail;
};

static const struct indicator *indicator_at(const struct place *place)
{
    const struct codebook *codebook = place->score->panel->project->codebook;
    if (place->item >= codebook->node_count || codebook->nodes[place->item].kind != NODE_INDICATOR)
        return NULL;
    return &codebook->indicators[codebook->nodes[place->item].indicator];
}

static bool observation_at(const struct place *place, size_t row, struct observation *made)
{
    const struct panel *panel = place->score->panel;
    const struct indicator *indicator = indicator_at(place);
    const struct node *nodes = panel->project->codebook->nodes;
    return indicator && panel_observation(panel, nodes[indicator->node].indicator, row, made);
}

static void add_observed(struct text_buffer *text, const struct project *project,
                         const struct observation *observation)
{
    char date[DATE_PRINT_SIZE];
    date_print(observation->date, date);
    text_add_format(text, "%s %.10g of %s",
                    observation->use ? observation->use->series
                                     : project->sources->items[observation->source].id,
                    observation->as_published, date);
}

static bool flagged(const struct place *place, unsigned flag)
{
    return score_flags(place->score, place->item, place->row) & flag;
}

static void add_need(struct text_buffer *text, const struct graph_mean *mean)
{
    if (mean->need_count > 0)
        text_add_format(text, "%d needed", mean->need_count);
    else
        text_add_format(text, "%.0f %% needed", mean->need_share * 100);
}

/* Children of an item that have no value, apart at commas after "; without". */
static void add_absent(const struct place *place, const struct compile_item *item)
{
    const struct score *score = place->score;
    for (size_t i = 0, shown = 0; i < item->child_count + item->withheld; i++) {
        uint32_t child = item->children[i];
        if (i >= item->child_count || isnan(score_value(score, child, place->row)))
            text_add_format(place->detail, "%s %s", shown++ ? "," : "; without",
                            score_item_id(score, child));
    }
}

/* Children of an item that are imputed, then those that rest on what is. */
static void add_imputed(const struct place *place, const struct compile_item *item)
{
    const struct score *score = place->score;
    for (int leaf = 1; leaf >= 0; leaf--) {
        for (size_t i = 0, shown = 0; i < item->child_count; i++) {
            uint32_t child = item->children[i];
            bool is_leaf = score->compile->items[child].kind == COMPILE_LEAF;
            if (is_leaf == (leaf == 1) && (score_flags(score, child, place->row) & PANEL_IMPUTED))
                text_add_format(place->detail, "%s %s",
                                shown++ ? ","
                                : leaf  ? "; imputed:"
                                        : "; imputed in",
                                score_item_id(score, child));
        }
    }
}

/* Inputs of a formula that are missing. A result that is missing with the index is not said twice;
 * which inputs a formula reads that runs row by row is not known. */
static void find_inputs(const struct place *place, const struct compile_item *item)
{
    const struct score *score = place->score;
    size_t there = 0, index = score_index(score);
    bool missing = isnan(score_value(score, place->item, place->row));
    bool result = place->item >= score->compile->nodes && place->item != index;
    if (result && (!missing || isnan(score_value(score, index, place->row))))
        return;
    for (size_t i = 0; i < item->child_count; i++)
        there += isnan(score_value(score, item->children[i], place->row)) ? 0 : 1;
    bool known = !score_by_row(score, place->item);
    if (!missing && (there == item->child_count || !known))
        return;
    if (missing)
        text_add_string(place->detail, "no value: ");
    if (!known || there == item->child_count)
        text_add_string(place->detail, "its formula gives none");
    else if (there == 0)
        text_add_format(place->detail, "nothing that its formula reads is there");
    else
        text_add_format(place->detail, "%zu of the %zu that its formula reads are there", there,
                        item->child_count);
    if (known && there > 0)
        add_absent(place, item);
}

static void find_coverage(const struct place *place)
{
    const struct score *score = place->score;
    const struct compile_item *item = &score->compile->items[place->item];
    double value = score_value(score, place->item, place->row);
    double coverage = score_coverage(score, place->item, place->row);
    double total = 0, there = 0;
    if (item->formula)
        find_inputs(place, item);
    if (item->formula || item->child_count == 0 || (!isnan(value) && coverage > 1 - 1e-9))
        return;
    size_t count = item->child_count + item->withheld;
    for (size_t i = 0; i < count; i++) {
        double weight = item->mean.need_of_count ? 1 : item->weights[i];
        bool absent =
            i >= item->child_count || isnan(score_value(score, item->children[i], place->row));
        total += weight;
        there += absent ? 0 : weight;
    }
    text_add_format(place->detail, "%s%.0f %% of its weight is covered",
                    isnan(value) ? "no value: " : "", coverage * 100);
    if (isnan(value)) {
        text_add_format(place->detail, "; %.0f %% of its parts there, ", there / total * 100);
        add_need(place->detail, &item->mean);
    }
    add_absent(place, item);
    add_imputed(place, item);
}

/* What the indicator had in the latest period before this one in which it had a value; false when
 * it never did. */
static bool last_observation(const struct place *place, struct observation *made)
{
    for (int32_t period = place->period - 1;; period--) {
        size_t row = score_row(place->score, place->country, period);
        if (row == SIZE_MAX || observation_at(place, row, made))
            return row != SIZE_MAX;
    }
}

static void find_stale(const struct place *place)
{
    const struct indicator *indicator = indicator_at(place);
    struct observation last;
    if (!indicator || place->observed || !last_observation(place, &last))
        return;
    text_add_string(place->detail, "last value: ");
    add_observed(place->detail, place->score->panel->project, &last);
    if (indicator->carry_months > 0)
        text_add_format(place->detail, "; it may stand %d months", indicator->carry_months);
    else
        text_add_string(place->detail, "; it stands in its own period only (no carry)");
}

static void find_carried(const struct place *place)
{
    if (!place->observed || !flagged(place, PANEL_CARRIED))
        return;
    add_observed(place->detail, place->score->panel->project, &place->observation);
    text_add_string(place->detail, " still stands");
}

/* Whether no other of the observations is of the same series. */
static bool alone(const struct observation *items, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++)
        if (i != at && items[i].use == items[at].use)
            return false;
    return true;
}

static void find_conflict(const struct place *place)
{
    enum { SHOWN_MAX = 8 };
    const struct panel *panel = place->score->panel;
    const struct indicator *indicator = indicator_at(place);
    struct observation others[SHOWN_MAX];
    if (!place->observed || !flagged(place, PANEL_CONFLICT))
        return;
    uint32_t number = panel->project->codebook->nodes[indicator->node].indicator;
    size_t count = panel_candidates(panel, number, place->row, others, SHOWN_MAX);
    size_t shown = count < SHOWN_MAX ? count : SHOWN_MAX;
    const struct source *sources = panel->project->sources->items;
    for (size_t i = 0; i < shown; i++) {
        text_add_string(place->detail, i ? "; " : "");
        if (others[i].use && !alone(others, shown, i))
            text_add_format(place->detail, "%s: ", sources[others[i].source].id);
        add_observed(place->detail, panel->project, &others[i]);
    }
    if (count > SHOWN_MAX)
        text_add_format(place->detail, "; and %zu more", count - SHOWN_MAX);
    const struct preference *preference = panel_preference(panel, number, place->row);
    if (preference)
        text_add_format(place->detail, "; %s is preferred: %s", sources[preference->source].id,
                        preference->because);
}

static void find_switched(const struct place *place)
{
    struct observation last;
    if (!place->observed || !flagged(place, PANEL_SWITCHED))
        return;
    add_observed(place->detail, place->score->panel->project, &place->observation);
    if (last_observation(place, &last)) {
        text_add_string(place->detail, ", before it ");
        add_observed(place->detail, place->score->panel->project, &last);
    }
    text_add_string(place->detail, ": the two do not compare");
}

static void find_break(const struct place *place)
{
    const struct panel *panel = place->score->panel;
    const struct observation *here = &place->observation;
    struct observation last;
    const struct source_break *found = NULL;
    if (!place->observed || !flagged(place, PANEL_BREAK))
        return;
    if (last_observation(place, &last))
        found = source_break_between(panel->project->sources, here->source,
                                     here->use ? here->use->series : NULL, panel->options.as_known,
                                     last.date.last, here->date.last);
    add_observed(place->detail, panel->project, here);
    text_add_format(place->detail, " does not compare with the period before%s%s",
                    found ? ": " : "", found ? found->why : "");
}

static void find_spliced(const struct place *place)
{
    if (!place->observed || !flagged(place, PANEL_SPLICED))
        return;
    add_observed(place->detail, place->score->panel->project, &place->observation);
    panel_splices_text(place->score->panel, &place->observation, place->detail);
}

/* Children that a geometric mean counts as its floor; none where the item itself is at the end. */
static bool find_raised(const struct place *place)
{
    const struct score *score = place->score;
    const struct compile_item *item = &score->compile->items[place->item];
    bool raised = false;
    for (size_t i = 0; i < item->child_count && item->mean.average == GRAPH_GEOMETRIC; i++) {
        uint32_t child = item->children[i];
        if (!(score_value(score, child, place->row) < item->mean.floor))
            continue;
        text_add_format(place->detail, "%s%s", raised ? ", " : "", score_item_id(score, child));
        raised = true;
    }
    if (raised)
        text_add_format(place->detail,
                        " counts as %g, the floor of the mean: a further fall would "
                        "not show",
                        item->mean.floor);
    return raised;
}

static void find_floor(const struct place *place)
{
    if (flagged(place, PANEL_FLOOR) && !find_raised(place))
        text_add_string(place->detail, "at the worst end: a further fall would not show");
}

static void find_ceiling(const struct place *place)
{
    if (flagged(place, PANEL_CEILING))
        text_add_string(place->detail, "at the best end: a further rise would not show");
}

static void find_draft(const struct place *place)
{
    if (!place->observed || !flagged(place, PANEL_DRAFT))
        return;
    text_add_format(place->detail, "%.10g, provisional", place->observation.value);
    if (place->observation.grade)
        text_add_format(place->detail, ", confidence %c", place->observation.grade);
    if (place->observation.note)
        text_add_format(place->detail, ": %s", place->observation.note);
}

static void find_uncoded(const struct place *place)
{
    const struct panel_options *options = &place->score->panel->options;
    struct observation made;
    if (!indicator_at(place))
        return;
    for (int32_t period = options->first; period <= options->last; period++)
        if (observation_at(place, score_row(place->score, place->country, period), &made))
            return;
    text_add_string(place->detail, "no value in any period");
}

/* What is counted as several though the same people stand behind it. */
static void find_lineage(const struct place *place)
{
    if (!score_lineage_shared(place->arena, place->score, place->item, place->row, place->detail))
        place->detail->failed = true;
}

static void add_finding(struct status *status, const char *kind, const char *country,
                        const char *item, const char *file, uint32_t line)
{
    struct rows *rows = status->rows;
    rows_add(rows);
    rows_set_text(rows, COLUMN_KIND, kind);
    rows_set_text(rows, COLUMN_COUNTRY, country);
    rows_set_text(rows, COLUMN_ITEM, item);
    rows_set_text(rows, COLUMN_PERIOD, status->period);
    if (status->detail.length > 0)
        score_rows_keep(rows, COLUMN_DETAIL, status->detail.bytes);
    if (!file)
        return;
    rows_set_text(rows, COLUMN_FILE, file);
    rows_set_number(rows, COLUMN_LINE, line);
}

static void look_for(struct status *status, const char *kind,
                     void (*find)(const struct place *place), uint32_t country)
{
    const struct score *score = status->place.score;
    struct place *place = &status->place;
    place->country = country;
    place->row = score_row(score, country, place->period);
    for (size_t n = 0; n < score->items; n++) {
        place->item = score_rows_item(score, n);
        if (!score->eligible[place->item] || !score->compile->items[place->item].shown)
            continue;
        place->observed = observation_at(place, place->row, &place->observation);
        status->detail.length = 0;
        find(place);
        if (status->detail.length > 0)
            add_finding(status, kind, score->panel->project->countries[country].id,
                        score_item_id(score, place->item),
                        place->observed ? place->observation.file : NULL,
                        place->observed ? place->observation.line : 0);
    }
}

/* An effect that holds in the period on an indicator the rule reads, which has no value there
 * ("event"), or whose value is older than the effect ("unreviewed"). */
static void look_at_effect(struct status *status, const char *kind, const struct event *event,
                           const struct effect *effect, uint32_t country)
{
    const struct score *score = status->place.score;
    const struct panel *panel = score->panel;
    const struct codebook *codebook = panel->project->codebook;
    uint32_t node = codebook->indicators[effect->indicator].node;
    size_t row = score_row(score, country, status->place.period);
    int32_t first = date_period_first_day(panel->options.axis, status->place.period);
    int32_t last = date_period_last_day(panel->options.axis, status->place.period);
    struct observation made;
    bool lacking = isnan(panel_value(panel, effect->indicator, row));
    bool reviewed =
        panel_observation(panel, effect->indicator, row, &made) && made.date.last >= effect->day;
    if (effect->day > last || effect->until < first || !score->eligible[node] || reviewed ||
        lacking != (strcmp(kind, "event") == 0))
        return;
    char day[DATE_PRINT_SIZE];
    date_print_day(effect->day, day);
    status->detail.length = 0;
    text_add_format(&status->detail, "%s %s: %+.10g %s", day, event->title, effect->by,
                    lacking ? "finds no value to move" : "is judged; nothing was observed since");
    add_finding(status, kind, panel->project->countries[country].id, codebook->nodes[node].id,
                effect->file, effect->line);
}

static void look_for_events(struct status *status, const char *kind, uint32_t country)
{
    const struct panel *panel = status->place.score->panel;
    const struct project *project = panel->project;
    for (size_t i = 0; i < project->event_count; i++) {
        const struct event *event = &project->events[i];
        if (event->signal || !panel_live_knows(&panel->options, event))
            continue;
        for (size_t j = 0; j < event->effects_count; j++) {
            if (!panel_live_bears(event, &event->effects[j], country))
                continue;
            for (size_t k = 0; k < event->effects[j].count; k++)
                look_at_effect(status, kind, event, &event->effects[j].effects[k], country);
        }
    }
}

/* A place of the codebook as seen from the project's root, as those of observations are. */
static const char *within_root(const struct project *project, const char *file)
{
    size_t length = project->root ? strlen(project->root) : 0;
    bool within = length > 0 && strncmp(file, project->root, length) == 0 && file[length] == '/';
    return within ? file + length + 1 : file;
}

static void look_for_ineligible(struct status *status)
{
    const struct score *score = status->place.score;
    const struct codebook *codebook = score->panel->project->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        const struct node *node = &codebook->nodes[codebook->indicators[i].node];
        if (score->eligible[codebook->indicators[i].node])
            continue;
        status->detail.length = 0;
        text_add_format(&status->detail, "no published series, and rule %s reads published values",
                        score->rule->name);
        add_finding(status, "not_eligible", "", node->id,
                    within_root(score->panel->project, node->place.file), node->place.line);
    }
}

static const struct finding {
    const char *kind;
    void (*find)(const struct place *place);
} findings[] = {
    {"coverage", find_coverage},
    {"stale", find_stale},
    {"carried", find_carried},
    {"conflict", find_conflict},
    {"switched", find_switched},
    {"break", find_break},
    {"spliced", find_spliced},
    {"floor", find_floor},
    {"ceiling", find_ceiling},
    {"draft", find_draft},
    {"event", NULL},
    {"unreviewed", NULL},
    {"lineage", find_lineage},
    {"uncoded", find_uncoded},
};

struct rows *score_status(struct arena *arena, const struct score *score, int32_t period,
                          const uint32_t *countries, size_t country_count)
{
    char label[DATE_PRINT_SIZE];
    size_t length = date_period_print(score->panel->options.axis, period, label);
    struct status status = {.rows = rows_new(arena, columns, COLUMNS),
                            .place = {.score = score, .period = period, .arena = arena},
                            .period = arena_text(arena, label, length)};
    if (!status.rows || !status.period)
        return NULL;
    status.place.detail = &status.detail;
    bool inside = score_row(score, 0, period) != SIZE_MAX;
    for (size_t i = 0; inside && i < sizeof findings / sizeof *findings; i++) {
        for (size_t c = 0; c < country_count; c++) {
            if (findings[i].find)
                look_for(&status, findings[i].kind, findings[i].find, countries[c]);
            else
                look_for_events(&status, findings[i].kind, countries[c]);
        }
    }
    look_for_ineligible(&status);
    bool failed = status.rows->failed || status.detail.failed;
    text_buffer_free(&status.detail);
    return failed ? NULL : status.rows;
}
