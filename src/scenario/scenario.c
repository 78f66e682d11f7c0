#include "scenario/scenario.h"

#include "scenario/scenario_branch.h"
#include "scenario/scenario_order.h"
#include "scenario/scenario_stack.h"
#include "scenario/scenario_step.h"

#include <math.h>
#include <string.h>

/* More than this is no scenario but a slip of the pen. */
enum { YEARS_MAX = 100 };

struct reading {
    struct assumption_reader *reader;
    const struct scenario_file *file;
    const struct scenario_host *host;
    struct scenario *scenario;
    const struct scenario **below; /* those of `stack` */
    size_t below_count;
};

static void read_stack(struct reading *reading, const struct value *value)
{
    struct script_reader *script = &reading->reader->script;
    size_t count = value->kind == VALUE_TABLE ? value_length(value) : 0;
    if (count == 0 || count != value->count) {
        script_reader_error(script, ERR_SCENARIO_VALUE, "stack", "write stack = { \"drift\" }",
                            "`stack` is %s, but a list of scenarios was expected",
                            script_reader_shown(script, value));
        return;
    }
    reading->below = script_reader_alloc(script, count + 1, sizeof(const struct scenario *));
    for (size_t i = 0; reading->below && i < count; i++) {
        struct err err = {0};
        const struct value *name = value_item(value, i + 1);
        const char *path = script_reader_item(script, "stack", i + 1);
        const char *wanted = name->kind == VALUE_TEXT ? script_reader_text(script, name->text) : "";
        if (name->kind != VALUE_TEXT) {
            script_reader_error(script, ERR_SCENARIO_VALUE, path, NULL,
                                "`%s` is %s, but the name of a scenario was expected", path,
                                script_reader_shown(script, name));
            continue;
        }
        const struct scenario *below =
            reading->host ? reading->host->scenario(reading->host->context, wanted, &err) : NULL;
        if (below)
            reading->below[reading->below_count++] = below;
        else if (err.code != ERR_CODE_NONE)
            script_reader_add(script, &err, path);
    }
}

static void read_day(const struct reading *reading, const struct value *table, const char *field,
                     bool last, int32_t *day)
{
    struct script_reader *script = &reading->reader->script;
    const struct value *value = value_field(table, field);
    struct date date;
    if (value && assumption_date(reading->reader, value, field, &date))
        *day = last ? date.last : date.first;
    if (!value && !value_field(table, "stack"))
        script_reader_error(script, ERR_SCENARIO_LACKS, "",
                            last ? "write to = \"2026\", its last day"
                                 : "write from = \"2022\", its first day",
                            "a scenario has no `%s`", field);
}

static void read_span(const struct reading *reading, const struct value *table)
{
    struct scenario *scenario = reading->scenario;
    const struct scenario *first = reading->below_count > 0 ? reading->below[0] : NULL;
    char days[2][DATE_PRINT_SIZE];
    scenario->from = first ? first->from : INT32_MIN;
    scenario->to = first ? first->to : INT32_MAX;
    read_day(reading, table, "from", false, &scenario->from);
    read_day(reading, table, "to", true, &scenario->to);
    if (scenario->from == INT32_MIN || scenario->to == INT32_MAX)
        return;
    days[0][date_print_day(scenario->from, days[0])] = '\0';
    days[1][date_print_day(scenario->to, days[1])] = '\0';
    bool reversed = scenario->to < scenario->from;
    if (reversed)
        script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, "to",
                            "`from` comes first: from = \"2022\", to = \"2026\"",
                            "the scenario ends on %s, before it begins on %s", days[1], days[0]);
    else if (scenario->to - scenario->from > YEARS_MAX * 366)
        script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, "to", NULL,
                            "the scenario runs from %s to %s, but %d years are the most", days[0],
                            days[1], (int)YEARS_MAX);
    /* Nothing is said of steps against days that are wrong themselves. */
    if (reversed) {
        scenario->from = INT32_MIN;
        scenario->to = INT32_MAX;
    }
}

static void read_countries(const struct reading *reading, const struct value *value)
{
    struct script_reader *script = &reading->reader->script;
    struct scenario *scenario = reading->scenario;
    size_t total = reading->reader->project->country_count;
    bool *named = script_reader_alloc(script, total, sizeof *named);
    uint32_t *countries = script_reader_alloc(script, total, sizeof *countries);
    size_t count = value && value->kind == VALUE_TABLE ? value_length(value) : value ? 1 : 0;
    bool unknown = false; /* what names one that may be meant is no mistake of its own */
    if (!named || !countries)
        return;
    if (value && value->kind == VALUE_TABLE && (count == 0 || count != value->count))
        script_reader_error(script, ERR_SCENARIO_VALUE, "countries",
                            "write countries = { \"KGZ\", \"TJK\" }",
                            "`countries` is no list of countries");
    for (size_t i = 0; i < count; i++) {
        const struct value *item = value->kind == VALUE_TABLE ? value_item(value, i + 1) : value;
        const char *path = value->kind == VALUE_TABLE
                               ? script_reader_item(script, "countries", i + 1)
                               : "countries";
        uint32_t country = UINT32_MAX;
        if (item->kind == VALUE_TEXT)
            country = assumption_name_country(reading->reader, path, item->text);
        else
            script_reader_error(script, ERR_SCENARIO_VALUE, path, NULL,
                                "`%s` is %s, but a country was expected", path,
                                script_reader_shown(script, item));
        if (country != UINT32_MAX)
            named[country] = true;
        else
            unknown = true;
    }
    const struct scenario *first = reading->below_count > 0 ? reading->below[0] : NULL;
    for (size_t i = 0; !value && first && i < first->country_count; i++)
        named[first->countries[i]] = true;
    for (size_t i = 0; i < total; i++)
        if (named[i] || unknown || (!value && !first))
            countries[scenario->country_count++] = (uint32_t)i;
    scenario->countries = countries;
}

static void read_background(const struct reading *reading, const struct value *value)
{
    const struct scenario *first = reading->below_count > 0 ? reading->below[0] : NULL;
    if (!value)
        reading->scenario->background = first && first->background;
    else if (value->kind == VALUE_TEXT && text_is(value->text, "judged"))
        reading->scenario->background = true;
    else if (value->kind != VALUE_BOOLEAN || value->boolean)
        script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, "background",
                            "write background = \"judged\", or leave it out",
                            "`background` is %s, but \"judged\" was expected",
                            script_reader_shown(&reading->reader->script, value));
}

bool scenario_has(const struct scenario *scenario, uint32_t country)
{
    for (size_t i = 0; i < scenario->country_count; i++)
        if (scenario->countries[i] == country)
            return true;
    return false;
}

/* A country of the scenario by its name; UINT32_MAX after an error. */
static uint32_t own_country(const struct reading *reading, const char *path, struct text id)
{
    uint32_t country = assumption_name_country(reading->reader, path, id);
    if (country == UINT32_MAX || scenario_has(reading->scenario, country))
        return country;
    script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, path, "add it to `countries`",
                        "%s is not among the scenario's countries",
                        reading->reader->project->countries[country].id);
    return UINT32_MAX;
}

/* A strength, or "judged". False after an error. */
static bool read_strength(const struct reading *reading, const struct value *value,
                          const char *path, struct scenario_pull *pull)
{
    struct script_reader *script = &reading->reader->script;
    pull->judged = value->kind == VALUE_TEXT && text_is(value->text, "judged");
    pull->strength = pull->judged ? 1 : value->number;
    if (pull->judged || (value->kind == VALUE_NUMBER && fabs(value->number) <= 1))
        return true;
    const char *hint = "1 is the whole lever, 0.5 half of it, -1 turns its signs";
    if (value->kind == VALUE_NUMBER && value->number >= 2 && value->number <= 100)
        hint = arena_printf(script->arena, "for %g %% write %g; %s", value->number,
                            value->number / 100, "1 is the whole lever");
    script_reader_error(script, ERR_SCENARIO_VALUE, path, hint,
                        "`%s` is %s, but a strength from -1 to 1 or \"judged\" was expected", path,
                        script_reader_shown(script, value));
    return false;
}

struct pulls {
    struct scenario_pull *items;
    size_t count;
};

static void add_pull(const struct reading *reading, struct pulls *pulls, const char *path,
                     struct scenario_pull pull, bool named)
{
    const struct lever *lever = &reading->reader->levers->items[pull.lever];
    if (pull.judged && isnan(lever->chance[pull.country])) {
        if (named)
            script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, path,
                                "write a strength, or give the lever a chance there",
                                "%s has no judged chance in %s", lever->id,
                                reading->reader->project->countries[pull.country].id);
        return;
    }
    pulls->items[pulls->count++] = pull;
}

static bool has_chance(const struct reading *reading, uint32_t lever)
{
    const struct lever *item = &reading->reader->levers->items[lever];
    for (size_t i = 0; i < reading->scenario->country_count; i++)
        if (!isnan(item->chance[reading->scenario->countries[i]]))
            return true;
    return false;
}

/* One lever's pulls, by the order of countries. */
static void read_pull(const struct reading *reading, struct pulls *pulls, uint32_t lever,
                      const struct value *value, const char *path)
{
    const struct scenario *scenario = reading->scenario;
    struct scenario_pull pull = {.lever = lever};
    if (value->kind != VALUE_TABLE) {
        if (!read_strength(reading, value, path, &pull))
            return;
        if (pull.judged && !has_chance(reading, lever))
            script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, path,
                                "write a strength, or give the lever a chance",
                                "%s has no judged chance in any country of the scenario",
                                reading->reader->levers->items[lever].id);
        for (size_t i = 0; i < scenario->country_count; i++) {
            pull.country = scenario->countries[i];
            add_pull(reading, pulls, path, pull, false);
        }
        return;
    }
    size_t begin = pulls->count;
    for (size_t i = 0; i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        const char *inner = key->kind == VALUE_TEXT
                                ? script_reader_path(&reading->reader->script, path, key->text)
                                : path;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, path,
                                "write { KGZ = 0.8 }",
                                "`%s` is a list, but a strength or a table of countries was "
                                "expected",
                                path);
            return;
        }
        pull.country = own_country(reading, inner, key->text);
        if (pull.country == UINT32_MAX ||
            !read_strength(reading, &value->pairs[i].value, inner, &pull))
            continue;
        add_pull(reading, pulls, inner, pull, true);
        for (size_t at = pulls->count - 1;
             at > begin && at < pulls->count && pulls->items[at - 1].country > pull.country; at--) {
            pulls->items[at] = pulls->items[at - 1];
            pulls->items[at - 1] = pull;
        }
    }
}

static void read_pulls(const struct reading *reading, const struct value *value)
{
    const struct levers *levers = reading->reader->levers;
    struct script_reader *script = &reading->reader->script;
    size_t countries = reading->reader->project->country_count;
    if (!assumption_table(reading->reader, value, "pull", "a table of levers, { D4 = 0.8 },"))
        return;
    struct pulls pulls = {
        script_reader_alloc(script, value->count * (countries + 1), sizeof *pulls.items), 0};
    for (size_t i = 0; i < value->count; i++) {
        if (value->pairs[i].key.kind == VALUE_TEXT)
            assumption_name_lever(
                reading->reader,
                assumption_path(reading->reader, "pull", value->pairs[i].key.text.bytes),
                value->pairs[i].key.text);
        else
            script_reader_error(script, ERR_SCENARIO_VALUE, "pull", "write pull = { D4 = 1 }",
                                "`pull` is a list, but each lever needs its strength");
        if (value->pairs[i].key.kind != VALUE_TEXT)
            return;
    }
    for (uint32_t i = 0; pulls.items && i < levers->count; i++) {
        const struct value *strength = value_field(value, levers->items[i].id);
        if (strength)
            read_pull(reading, &pulls, i, strength,
                      assumption_path(reading->reader, "pull", levers->items[i].id));
    }
    reading->scenario->pulls = pulls.items;
    reading->scenario->pull_count = pulls.count;
}

/* What is assumed of one country. because is what all countries have. */
static void assume_country(const struct reading *reading, const struct value *table,
                           const char *path, uint32_t country, const char *because,
                           struct scenario_assume *assumes)
{
    struct scenario *scenario = reading->scenario;
    const char *own = assumption_text(reading->reader, table, path, "because", because);
    if (!*own && !value_field(table, "because"))
        assumption_unfounded(reading->reader, path, "what is assumed");
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        if (key->kind == VALUE_TEXT && text_is(key->text, "because"))
            continue;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, path,
                                "write { KGZ = { cs_ngo_law = { 1, 2, 3 } } }",
                                "`%s` is a list, but a table of indicators was expected", path);
            return;
        }
        const char *inner = script_reader_path(&reading->reader->script, path, key->text);
        struct scenario_assume assume = {.country = country, .because = own};
        assume.indicator = assumption_name_indicator(reading->reader, inner, key->text);
        if (!assumption_judged(reading->reader, &table->pairs[i].value, inner, false,
                               &assume.value) ||
            assume.indicator == UINT32_MAX)
            continue;
        assumption_within(reading->reader, inner, assume.indicator, &assume.value, false);
        assumes[scenario->assume_count++] = assume;
    }
}

static void read_assume(const struct reading *reading, const struct value *value)
{
    size_t room = 0;
    if (!assumption_table(reading->reader, value, "assume",
                          "a table of countries, { KGZ = { cs_ngo_law = 2 } },"))
        return;
    for (size_t i = 0; i < value->count; i++)
        room += value->pairs[i].value.kind == VALUE_TABLE ? value->pairs[i].value.count : 0;
    struct scenario_assume *assumes =
        script_reader_alloc(&reading->reader->script, room, sizeof *assumes);
    const char *because = assumption_text(reading->reader, value, "assume", "because", "");
    reading->scenario->assumes = assumes;
    for (size_t i = 0; assumes && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key, *table = &value->pairs[i].value;
        if (key->kind == VALUE_TEXT && text_is(key->text, "because"))
            continue;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, "assume",
                                "write assume = { KGZ = { cs_ngo_law = 2 }, because = \"…\" }",
                                "`assume` is a list, but a table of countries was expected");
            return;
        }
        const char *path = script_reader_path(&reading->reader->script, "assume", key->text);
        uint32_t country = own_country(reading, path, key->text);
        if (country != UINT32_MAX &&
            assumption_table(reading->reader, table, path, "a table of indicators"))
            assume_country(reading, table, path, country, because, assumes);
    }
}

/* The function of a scenario, called once. */
static void read_apply(const struct reading *reading, struct scenario_step_reader *steps,
                       const struct value *value)
{
    struct err err = {0};
    const struct scenario *scenario = reading->scenario;
    if (value->kind != VALUE_FUNCTION) {
        script_reader_error(&reading->reader->script, ERR_SCENARIO_VALUE, "apply",
                            "write apply = function(world) … end",
                            "`apply` is %s, but a function was expected",
                            script_reader_shown(&reading->reader->script, value));
        return;
    }
    if (!reading->host)
        return;
    const struct value *recorded =
        reading->host->apply(reading->host->context, reading->reader->script.arena, reading->file,
                             value, scenario->countries, scenario->country_count, &err);
    if (recorded)
        scenario_step_recorded(steps, recorded);
    else
        script_reader_add(&reading->reader->script, &err, "apply");
}

static void read_steps(const struct reading *reading, const struct value *table)
{
    struct scenario_step_reader steps = {reading->reader, reading->scenario, NULL, 0};
    const struct value *listed = value_field(table, "steps"), *apply = value_field(table, "apply");
    if (listed)
        scenario_step_list(&steps, listed);
    if (apply)
        read_apply(reading, &steps, apply);
}

/* Whether the scenario assumes anything at all is not asked: the baseline is one that does not. */
static const struct scenario *finish(struct reading *reading)
{
    struct script_reader *script = &reading->reader->script;
    const struct scenario *whole = reading->scenario;
    struct err err = {0};
    if (reading->below_count > 0) {
        reading->below[reading->below_count] = whole;
        whole = scenario_stack(script->arena, reading->reader->project, reading->reader->levers,
                               reading->below, reading->below_count + 1, &err);
        if (!whole) {
            script_reader_add(script, &err, "stack");
            return NULL;
        }
        struct scenario *own = script_reader_alloc(script, 1, sizeof *own);
        if (!own)
            return NULL;
        *own = *whole;
        own->id = reading->scenario->id;
        own->title = reading->scenario->title;
        own->because = reading->scenario->because;
        own->question = reading->scenario->question;
        own->file = reading->scenario->file;
        return own;
    }
    struct scenario_order order = {script->arena, reading->reader->project, whole, &err, 0};
    if (!scenario_order_check(&order)) {
        script->call = order.line;
        script_reader_add(script, &err, order.line ? "after" : "steps");
        script->call = 0;
    }
    scenario_stack_overlaps(script->arena, reading->reader->project, reading->scenario, NULL);
    return whole;
}

static const struct scenario *read_table(struct reading *reading, const struct value *table)
{
    struct assumption_reader *reader = reading->reader;
    struct scenario *scenario = reading->scenario;
    const struct value *stack = value_field(table, "stack"), *pull = value_field(table, "pull");
    const struct value *assume = value_field(table, "assume");
    const struct value *branches = value_field(table, "branches");
    size_t errors = reader->script.list->errors;
    assumption_fields(reader, table, "", FIELD_SCENARIO);
    scenario->title = assumption_text(reader, table, "", "title", scenario->id);
    scenario->because = assumption_text(reader, table, "", "because", "");
    scenario->question = assumption_text(reader, table, "", "question", "");
    if (stack)
        read_stack(reading, stack);
    read_span(reading, table);
    read_countries(reading, value_field(table, "countries"));
    read_background(reading, value_field(table, "background"));
    if (pull)
        read_pulls(reading, pull);
    if (assume)
        read_assume(reading, assume);
    if (branches)
        scenario_branch_read(reader, scenario, branches);
    read_steps(reading, table);
    return reader->script.list->errors == errors ? finish(reading) : NULL;
}

const struct scenario *scenario_read(struct arena *arena, const struct project *project,
                                     const struct levers *levers, const struct scenario_file *file,
                                     const struct scenario_host *host, struct err_list *list)
{
    size_t errors = list->errors;
    struct assumption_reader reader = {.script = {.arena = arena,
                                                  .list = list,
                                                  .file = file->file,
                                                  .source = file->text,
                                                  .option = ERR_SCENARIO_OPTION,
                                                  .value = ERR_SCENARIO_VALUE},
                                       .project = project,
                                       .levers = levers,
                                       .half_life_months = INFINITY};
    struct scenario *scenario = arena_alloc(arena, 1, sizeof *scenario);
    struct reading reading = {&reader, file, host, scenario, NULL, 0};
    const struct scenario *whole = NULL;
    if (!scenario) {
        list->out_of_memory = true;
        return NULL;
    }
    scenario->id = file->id;
    scenario->file = file->file;
    if (file->value->kind == VALUE_TABLE && !assumption_kind(&reader, file->value, FIELD_SCENARIO))
        return NULL;
    if (file->value->kind == VALUE_TABLE)
        whole = read_table(&reading, file->value);
    else
        script_reader_error(&reader.script, ERR_SCRIPT_RESULT, "", "end the file with return { … }",
                            "a scenario returns a table, but this script returns %s",
                            script_reader_shown(&reader.script, file->value));
    return list->errors > errors || list->out_of_memory ? NULL : whole;
}
