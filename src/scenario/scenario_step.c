#include "scenario/scenario_step.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static const char *const act_words[] = {"shift", "set", "ramp", "scale"};
/* `till` under its other name, which in Lua can stand in ["…"] only. */
static const char lua_until[] = "until";
enum { ACTS = sizeof act_words / sizeof *act_words };

const char *scenario_step_word(enum scenario_act act)
{
    return act_words[act];
}

/* A value and its options where they stand. */
struct written {
    enum scenario_act act;
    const struct value *size;
    const char *size_path;
    const struct value *options;
    const char *path;
    const char *what; /* "shift", "an entry of `steps`" */
};

/* The words low and high among the options of a call: design says { 0.3, 1, 2 } instead. */
static bool refuse_ends(const struct scenario_step_reader *reader, const struct written *written)
{
    const struct value *low = value_field(written->options, "low");
    const struct value *high = value_field(written->options, "high");
    if (!low && !high)
        return false;
    char digits[3][NUMBER_PRINT_SIZE];
    const char *hint = "write the three numbers alone, as in { 0.3, 1, 2 }";
    if (low && high && low->kind == VALUE_NUMBER && high->kind == VALUE_NUMBER &&
        written->size->kind == VALUE_NUMBER) {
        digits[0][number_print(low->number, digits[0])] = '\0';
        digits[1][number_print(written->size->number, digits[1])] = '\0';
        digits[2][number_print(high->number, digits[2])] = '\0';
        hint = arena_printf(reader->reader->script.arena,
                            "write %s({ %s, %s, %s }, { … }): lowest, most likely, highest",
                            act_words[written->act], digits[0], digits[1], digits[2]);
    }
    script_reader_error(&reader->reader->script, ERR_SCENARIO_JUDGED,
                        assumption_path(reader->reader, written->path, low ? "low" : "high"), hint,
                        "%s has no options low and high: they would be a 90 %% interval, but what "
                        "is judged has a lowest and a highest value",
                        written->what);
    return true;
}

static void check_options(const struct scenario_step_reader *reader, const struct written *written,
                          bool listed)
{
    const char *names[2 * FIELD_MAX + 1];
    size_t count = field_names(FIELD_STEP, names, 0);
    if (listed)
        count = field_names(FIELD_LISTED, names, count);
    names[count++] = lua_until;
    if (!refuse_ends(reader, written))
        script_reader_keys(&reader->reader->script, written->options, written->path, written->what,
                           names, count);
    if (!value_field(written->options, "because"))
        assumption_unfounded(reader->reader, written->path, written->what);
}

static void read_size(const struct scenario_step_reader *reader, const struct written *written,
                      struct scenario_step *step)
{
    if (!assumption_judged(reader->reader, written->size, written->size_path, false, &step->size))
        return;
    if (step->act != SCENARIO_SCALE) {
        assumption_within(reader->reader, written->size_path, step->indicator, &step->size,
                          step->act == SCENARIO_SHIFT);
        return;
    }
    if (step->size.low < 0 || step->size.high > 100)
        script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, written->size_path,
                            "0.85 takes 15 % away, 1.2 adds 20 %",
                            "`scale` is a factor, but %g is none to multiply a value by",
                            step->size.low < 0 ? step->size.low : step->size.high);
}

static void print_day(int32_t day, char out[DATE_PRINT_SIZE])
{
    out[date_print_day(day, out)] = '\0';
}

static void read_days(const struct scenario_step_reader *reader, const struct written *written,
                      struct scenario_step *step)
{
    const struct scenario *scenario = reader->scenario;
    const struct value *from = value_field(written->options, "from");
    const struct value *till = value_field(written->options, "till");
    const struct value *until = till ? till : value_field(written->options, lua_until);
    const char *from_path = assumption_path(reader->reader, written->path, "from");
    const char *until_path = assumption_path(reader->reader, written->path, "till");
    char days[2][DATE_PRINT_SIZE];
    struct date date;
    if (from && assumption_date(reader->reader, from, from_path, &date))
        step->from = date.first;
    if (step->from < scenario->from || step->from > scenario->to) {
        bool early = step->from < scenario->from;
        print_day(step->from, days[0]);
        print_day(early ? scenario->from : scenario->to, days[1]);
        script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, from_path, NULL,
                            "`from` is %s, but the scenario %s on %s", days[0],
                            early ? "begins" : "ends", days[1]);
    }
    if (until && assumption_date(reader->reader, until, until_path, &date)) {
        step->until = date.last;
        print_day(step->from, days[0]);
        print_day(step->until, days[1]);
        if (step->until < step->from)
            script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, until_path, NULL,
                                "`till` is %s, before it begins on %s", days[1], days[0]);
    }
    if (step->act == SCENARIO_RAMP && !until)
        script_reader_error(&reader->reader->script, ERR_SCENARIO_LACKS, written->path,
                            "write till = \"2024\", the day by which it is there; a ramp goes "
                            "straight from `from` to `till`",
                            "%s does not say by when: `till` is missing", written->what);
}

static void read_time(const struct scenario_step_reader *reader, const struct written *written,
                      struct scenario_step *step)
{
    static const char *const words[] = {"lag", "ramp", "half_life", "fade"};
    step->time = assumption_time(reader->reader, written->options, written->path, INFINITY);
    for (size_t i = 0; step->act == SCENARIO_RAMP && i < sizeof words / sizeof *words; i++)
        if (value_field(written->options, words[i]))
            script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE,
                                assumption_path(reader->reader, written->path, words[i]),
                                "a ramp goes straight from `from` to `till` and stays; for a "
                                "shift or set write lag, ramp, half_life or fade",
                                "`%s` means nothing to a ramp", words[i]);
}

static void read_after(const struct scenario_step_reader *reader, const struct written *written,
                       struct scenario_step *step)
{
    const struct value *after = value_field(written->options, "after");
    const char *path = assumption_path(reader->reader, written->path, "after");
    size_t count = 0;
    if (!after)
        return;
    const struct lever_cause *causes = assumption_name_causes(reader->reader, after, path, &count);
    if (count > 1)
        script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, path, NULL,
                            "`after` is a list, but one lever or step was expected");
    else if (count == 1)
        step->after = causes[0];
}

static void read_id(const struct scenario_step_reader *reader, const struct written *written,
                    struct scenario_step *step)
{
    const char *path = assumption_path(reader->reader, written->path, "id");
    step->id = assumption_text(reader->reader, written->options, written->path, "id", "");
    if (!*step->id)
        return;
    if (!text_is_id(text_of(step->id)))
        script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, path,
                            "a name has letters, digits and _, and begins with a letter",
                            "`id` is \"%s\", which is no name", step->id);
    else if (lever_find(reader->reader->levers, text_of(step->id)) != LEVER_NONE)
        script_reader_error(&reader->reader->script, ERR_SCENARIO_VALUE, path,
                            "give the step another name",
                            "`id` is \"%s\", which is the name of a lever", step->id);
}

static void read_branch(const struct scenario_step_reader *reader, const struct written *written,
                        struct scenario_step *step)
{
    const struct scenario *scenario = reader->scenario;
    struct script_reader *script = &reader->reader->script;
    const char *name =
        assumption_text(reader->reader, written->options, written->path, "branch", "");
    const char **names = script_reader_alloc(script, scenario->branch_count, sizeof *names);
    if (!*name)
        return;
    for (size_t i = 0; names && i < scenario->branch_count; i++) {
        names[i] = scenario->branches[i].name;
        if (strcmp(names[i], name) == 0)
            step->branch = (uint32_t)i;
    }
    if (names && step->branch == SCENARIO_NO_BRANCH)
        script_reader_error(
            script, ERR_SCENARIO_NAME, assumption_path(reader->reader, written->path, "branch"),
            script_reader_near(script, text_of(name), "there are", names, scenario->branch_count),
            "the scenario has no branch \"%s\"", name);
}

/* All of a step but where it is. */
static struct scenario_step read_written(const struct scenario_step_reader *reader,
                                         const struct written *written, uint32_t indicator,
                                         uint32_t line)
{
    struct scenario_step step = {.act = written->act,
                                 .indicator = indicator,
                                 .from = reader->scenario->from,
                                 .until = INT32_MAX,
                                 .chance = NAN,
                                 .after = {LEVER_NONE, NULL},
                                 .branch = SCENARIO_NO_BRANCH,
                                 .line = line};
    const struct value *chance = value_field(written->options, "chance");
    read_size(reader, written, &step);
    read_days(reader, written, &step);
    read_time(reader, written, &step);
    read_after(reader, written, &step);
    read_id(reader, written, &step);
    read_branch(reader, written, &step);
    if (chance)
        assumption_share(reader->reader, chance,
                         assumption_path(reader->reader, written->path, "chance"), &step.chance);
    step.because = assumption_text(reader->reader, written->options, written->path, "because", "");
    return step;
}

static void add_step(struct scenario_step_reader *reader, const struct scenario_step *step,
                     uint32_t country)
{
    size_t count = reader->scenario->step_count;
    if (count == reader->room) {
        size_t room = 2 * count + 16;
        struct scenario_step *steps =
            arena_grow(reader->reader->script.arena, reader->steps, count, room, sizeof *steps);
        if (!steps) {
            reader->reader->script.list->out_of_memory = true;
            return;
        }
        reader->scenario->steps = reader->steps = steps;
        reader->room = room;
    }
    reader->steps[count] = *step;
    reader->steps[count].country = country;
    reader->scenario->step_count++;
}

static void add_named(struct scenario_step_reader *reader, const struct scenario_step *step,
                      const struct value *name, const char *path)
{
    struct script_reader *script = &reader->reader->script;
    if (name->kind != VALUE_TEXT) {
        script_reader_error(script, ERR_SCENARIO_VALUE, path, NULL,
                            "`%s` is %s, but a country was expected", path,
                            script_reader_shown(script, name));
        return;
    }
    uint32_t country = assumption_name_country(reader->reader, path, name->text);
    if (country != UINT32_MAX && !scenario_has(reader->scenario, country))
        script_reader_error(script, ERR_SCENARIO_VALUE, path, "add it to `countries`",
                            "%s is not among the scenario's countries",
                            reader->reader->project->countries[country].id);
    else if (country != UINT32_MAX)
        add_step(reader, step, country);
}

/* What an entry of `steps` does: one of shift, set, to and scale. */
static bool find_act(const struct scenario_step_reader *reader, const struct value *table,
                     const char *path, struct written *written)
{
    static const char *const fields[ACTS] = {"shift", "set", "to", "scale"};
    size_t found = 0;
    for (size_t i = 0; i < ACTS; i++) {
        const struct value *size = value_field(table, fields[i]);
        if (!size)
            continue;
        found++;
        written->act = (enum scenario_act)i;
        written->size = size;
        written->size_path = assumption_path(reader->reader, path, fields[i]);
    }
    if (found == 1)
        return true;
    script_reader_error(&reader->reader->script, ERR_SCENARIO_LACKS, path,
                        "write one of shift = 1, set = 2, to = 2 (with till), scale = 0.5",
                        found ? "an entry of `steps` does several things at once"
                              : "an entry of `steps` does nothing");
    return false;
}

static void read_entry(struct scenario_step_reader *reader, const struct value *table,
                       const char *path)
{
    struct written written = {
        .options = table, .path = path, .what = field_group(FIELD_LISTED)->what};
    struct script_reader *script = &reader->reader->script;
    const struct value *indicator = value_field(table, "indicator");
    const struct value *country = value_field(table, "country");
    const char *at = assumption_path(reader->reader, path, "indicator");
    if (!assumption_table(reader->reader, table, path, "a table"))
        return;
    bool acts = find_act(reader, table, path, &written);
    if (!indicator || indicator->kind != VALUE_TEXT) {
        script_reader_error(script, ERR_SCENARIO_LACKS, indicator ? at : path,
                            "write indicator = \"cs_ngo_law\"",
                            "an entry of `steps` does not name its indicator");
        return;
    }
    uint32_t found = assumption_name_indicator(reader->reader, at, indicator->text);
    if (!acts || found == UINT32_MAX)
        return;
    check_options(reader, &written, true);
    struct scenario_step step = read_written(reader, &written, found, 0);
    const char *where = assumption_path(reader->reader, path, "country");
    for (size_t i = 0; !country && i < reader->scenario->country_count; i++)
        add_step(reader, &step, reader->scenario->countries[i]);
    if (country && country->kind != VALUE_TABLE)
        add_named(reader, &step, country, where);
    for (size_t i = 0; country && i < value_length(country); i++)
        add_named(reader, &step, value_item(country, i + 1),
                  script_reader_item(script, where, i + 1));
}

void scenario_step_list(struct scenario_step_reader *reader, const struct value *value)
{
    size_t count = assumption_list(reader->reader, value, "steps");
    for (size_t i = 0; i < count; i++)
        read_entry(reader, value_item(value, i + 1),
                   script_reader_item(&reader->reader->script, "steps", i + 1));
}

/* What the worker sends is as hostile as a script. */
static bool read_record(const struct scenario_step_reader *reader, const struct value *record,
                        struct written *written, uint32_t *country, uint32_t *indicator)
{
    const struct value *act = value_field(record, "act"), *size = value_field(record, "size");
    const struct value *options = value_field(record, "options");
    const struct value *where = value_field(record, "country");
    const struct value *what = value_field(record, "indicator");
    const struct project *project = reader->reader->project;
    if (!act || act->kind != VALUE_TEXT || !size || !options || options->kind != VALUE_TABLE ||
        !where || where->kind != VALUE_TEXT || !what || what->kind != VALUE_TEXT)
        return false;
    const struct indicator *found = codebook_indicator(project->codebook, what->text);
    *country = project_country(project, where->text);
    *indicator = found ? (uint32_t)(found - project->codebook->indicators) : UINT32_MAX;
    size_t kind = 0;
    while (kind < ACTS && !text_is(act->text, act_words[kind]))
        kind++;
    if (kind == ACTS || !found || *country == UINT32_MAX ||
        !scenario_has(reader->scenario, *country))
        return false;
    *written = (struct written){.act = (enum scenario_act)kind,
                                .size = size,
                                .size_path = act_words[kind],
                                .options = options,
                                .path = "",
                                .what = act_words[kind]};
    return true;
}

void scenario_step_recorded(struct scenario_step_reader *reader, const struct value *recorded)
{
    struct script_reader *script = &reader->reader->script;
    size_t count = value_length(recorded);
    bool good = recorded->kind == VALUE_TABLE && count == recorded->count;
    for (size_t i = 0; good && i < count; i++) {
        const struct value *record = value_item(recorded, i + 1);
        struct written written;
        uint32_t country, indicator;
        good = read_record(reader, record, &written, &country, &indicator);
        if (!good)
            break;
        script->call = record->line;
        check_options(reader, &written, false);
        struct scenario_step step = read_written(reader, &written, indicator, record->line);
        add_step(reader, &step, country);
        script->call = 0;
    }
    if (!good)
        script_reader_error(script, ERR_SCRIPT_STOPPED, "apply", NULL,
                            "the script worker gave steps that cannot be read");
}
