#include "scenario/assumption.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

bool assumption_table(struct assumption_reader *reader, const struct value *value, const char *path,
                      const char *expected)
{
    if (value->kind == VALUE_TABLE)
        return true;
    script_reader_error(&reader->script, reader->script.value, path, NULL,
                        "`%s` is %s, but %s was expected", path,
                        script_reader_shown(&reader->script, value), expected);
    return false;
}

size_t assumption_list(struct assumption_reader *reader, const struct value *value,
                       const char *path)
{
    size_t count = value_length(value);
    if (value->kind == VALUE_TABLE && count > 0 && count == value->count)
        return count;
    script_reader_error(&reader->script, reader->script.value, path,
                        "each entry stands in braces of its own: { { … }, { … } }",
                        "`%s` is %s, but a list of tables was expected", path,
                        value->kind == VALUE_TABLE ? "no list"
                                                   : script_reader_shown(&reader->script, value));
    return 0;
}

const char *assumption_path(struct assumption_reader *reader, const char *path, const char *field)
{
    return script_reader_path(&reader->script, path, text_of(field));
}

/* Fields that stand in files of one kind only. */
static const struct {
    const char *name;
    enum field_table table; /* FIELD_TABLES: of a rule */
} tell_tales[] = {
    {"effects", FIELD_LEVER},  {"actor", FIELD_LEVER},      {"raises", FIELD_LEVER},
    {"pull", FIELD_SCENARIO},  {"apply", FIELD_SCENARIO},   {"from", FIELD_SCENARIO},
    {"stack", FIELD_SCENARIO}, {"values", FIELD_TABLES},    {"pillar", FIELD_TABLES},
    {"score", FIELD_TABLES},   {"normalise", FIELD_TABLES},
};

bool assumption_kind(struct assumption_reader *reader, const struct value *table,
                     enum field_table wanted)
{
    static const char *const folders[] = {[FIELD_LEVER] = "levers", [FIELD_SCENARIO] = "scenarios"};
    const char *stranger = NULL;
    enum field_table kind = wanted;
    for (size_t i = 0; i < sizeof tell_tales / sizeof *tell_tales; i++) {
        if (!value_field(table, tell_tales[i].name))
            continue;
        if (tell_tales[i].table == wanted)
            return true;
        stranger = tell_tales[i].name;
        kind = tell_tales[i].table;
    }
    if (!stranger)
        return true;
    script_reader_error(&reader->script, ERR_SCENARIO_OPTION, stranger,
                        arena_printf(reader->script.arena, "it belongs into scripts/%s",
                                     kind == FIELD_TABLES ? "rules" : folders[kind]),
                        "%s was expected, but with `%s` this is %s", field_group(wanted)->what,
                        stranger, kind == FIELD_TABLES ? "a rule" : field_group(kind)->what);
    return false;
}

void assumption_fields(struct assumption_reader *reader, const struct value *table,
                       const char *path, enum field_table fields)
{
    const struct field_group *group = field_group(fields);
    const char *names[FIELD_MAX];
    size_t count = field_names(fields, names, 0);
    script_reader_keys(&reader->script, table, path, group->what, names, count);
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &group->fields[i];
        if (!field->required || value_field(table, field->name))
            continue;
        if (strcmp(field->name, "because") == 0)
            assumption_unfounded(reader, path, group->what);
        else
            script_reader_error(&reader->script, ERR_SCENARIO_LACKS, path,
                                arena_printf(reader->script.arena,
                                             strcmp(field->takes, "a text") == 0
                                                 ? "write %s = \"…\""
                                                 : "write %s = …, %s",
                                             field->name, field->takes),
                                "%s has no `%s`: %s", group->what, field->name, field->meaning);
    }
}

void assumption_unfounded(struct assumption_reader *reader, const char *path, const char *what)
{
    script_reader_error(&reader->script, ERR_SCENARIO_LACKS, path,
                        "write because = \"…\": a source, or whose judgement it is",
                        "%s does not say why: `because` is missing", what);
}

const char *assumption_text(struct assumption_reader *reader, const struct value *table,
                            const char *path, const char *field, const char *fallback)
{
    const struct value *value = value_field(table, field);
    if (!value)
        return fallback;
    if (value->kind == VALUE_TEXT && value->text.length > 0)
        return script_reader_text(&reader->script, value->text);
    const char *inner = assumption_path(reader, path, field);
    bool empty = value->kind == VALUE_TEXT;
    script_reader_error(&reader->script, reader->script.value, inner, NULL,
                        "`%s` is %s, but a text was expected", inner,
                        empty ? "empty" : script_reader_shown(&reader->script, value));
    return fallback;
}

static const struct value *worded_end(const struct value *table, const char **word)
{
    static const char *const words[] = {"low", "high", "likely", "mode", "min", "max"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct value *value = value_field(table, words[i]);
        *word = words[i];
        if (value)
            return value;
    }
    return NULL;
}

/* "{ 0.5, 1, 2 }". */
static const char *triple(struct assumption_reader *reader, const double numbers[3])
{
    char digits[3][NUMBER_PRINT_SIZE];
    for (int i = 0; i < 3; i++)
        digits[i][number_print(numbers[i], digits[i])] = '\0';
    return script_reader_kept(&reader->script, arena_printf(reader->script.arena, "{ %s, %s, %s }",
                                                            digits[0], digits[1], digits[2]));
}

/* The three numbers of a list. False when they do not rise, after saying so. */
static bool rising(struct assumption_reader *reader, const char *path, const double numbers[3])
{
    double sorted[3] = {numbers[0], numbers[1], numbers[2]};
    if (numbers[0] <= numbers[1] && numbers[1] <= numbers[2])
        return true;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2 - i; j++)
            if (sorted[j] > sorted[j + 1]) {
                double moving = sorted[j];
                sorted[j] = sorted[j + 1];
                sorted[j + 1] = moving;
            }
    const char *hint =
        arena_printf(reader->script.arena, "perhaps %s is meant", triple(reader, sorted));
    script_reader_error(&reader->script, ERR_SCENARIO_JUDGED, path, hint,
                        "`%s` is %s, but the lowest comes first, then the most likely, then the "
                        "highest",
                        path, triple(reader, numbers));
    return false;
}

static bool judged_error(struct assumption_reader *reader, const struct value *value,
                         const char *path)
{
    const char *shown = script_reader_shown(&reader->script, value);
    size_t count = value_length(value);
    double number = 0;
    const char *hint = "write 1 when it is certain, or { 0.3, 1, 2 }: lowest, most likely, highest";
    if (value->kind == VALUE_TEXT &&
        number_parse(value->text.bytes, value->text.length, &number) == NUMBER_OK)
        hint = arena_printf(reader->script.arena, "write it without quotation marks: %.*s",
                            (int)value->text.length, value->text.bytes);
    if (value->kind == VALUE_TABLE)
        shown = count == 0 ? "a table without numbers"
                           : arena_printf(reader->script.arena, "a list of %zu numbers", count);
    script_reader_error(&reader->script, ERR_SCENARIO_JUDGED, path, hint,
                        "`%s` is %s, but a number or three numbers were expected", path,
                        shown ? shown : "");
    return false;
}

bool assumption_judged(struct assumption_reader *reader, const struct value *value,
                       const char *path, bool options, struct judged *judged)
{
    const char *word = NULL;
    double numbers[3] = {value->number, value->number, value->number};
    size_t count = value_length(value);
    if (value->kind == VALUE_TABLE && worded_end(value, &word)) {
        script_reader_error(&reader->script, ERR_SCENARIO_JUDGED, path,
                            "write the three numbers alone, as in { 0.3, 1, 2 }: lowest, most "
                            "likely, highest; the words low and high mean a 90 % interval of "
                            "something measured",
                            "`%s` has `%s =`, but what is judged has no names", path, word);
        return false;
    }
    if (value->kind == VALUE_TABLE) {
        if ((count != 1 && count != 3) || (!options && value->count != count))
            return judged_error(reader, value, path);
        for (size_t i = 0; i < 3; i++) {
            const struct value *item = value_item(value, count == 1 ? 1 : i + 1);
            if (item->kind != VALUE_NUMBER || !isfinite(item->number))
                return judged_error(reader, item, path);
            numbers[i] = item->number;
        }
    } else if (value->kind != VALUE_NUMBER || !isfinite(value->number)) {
        return judged_error(reader, value, path);
    }
    *judged = (struct judged){numbers[0], numbers[1], numbers[2]};
    return rising(reader, path, numbers);
}

bool assumption_share(struct assumption_reader *reader, const struct value *value, const char *path,
                      double *share)
{
    if (value->kind == VALUE_NUMBER && value->number >= 0 && value->number <= 1) {
        *share = value->number;
        return true;
    }
    const char *hint = NULL;
    char digits[NUMBER_PRINT_SIZE];
    if (value->kind == VALUE_NUMBER && value->number >= 2 && value->number <= 100) {
        digits[number_print(value->number / 100, digits)] = '\0';
        hint = arena_printf(reader->script.arena, "for %g %% write %s", value->number, digits);
    }
    script_reader_error(&reader->script, reader->script.value, path, hint,
                        "`%s` is %s, but a number from 0 to 1 was expected", path,
                        script_reader_shown(&reader->script, value));
    return false;
}

bool assumption_months(struct assumption_reader *reader, const struct value *value,
                       const char *path, double *months)
{
    int parsed =
        value->kind == VALUE_TEXT ? date_months_parse(value->text.bytes, value->text.length) : -1;
    if (parsed >= 0) {
        *months = parsed;
        return true;
    }
    const char *hint = "months, quarters or years, in whole numbers: \"6 months\", \"2 years\"";
    if (value->kind == VALUE_NUMBER && value->number > 0 && value->number <= 1200)
        hint = arena_printf(reader->script.arena, "write \"%g months\" or \"%g years\"",
                            value->number, value->number);
    script_reader_error(&reader->script, reader->script.value, path, hint,
                        "`%s` is %s, but a duration was expected", path,
                        script_reader_shown(&reader->script, value));
    return false;
}

static void one_duration(struct assumption_reader *reader, const struct value *table,
                         const char *path, const char *field, double *months)
{
    const struct value *value = value_field(table, field);
    if (value)
        assumption_months(reader, value, assumption_path(reader, path, field), months);
}

void assumption_half_life(struct assumption_reader *reader, const struct value *table,
                          const char *path, double *months)
{
    double given = *months;
    one_duration(reader, table, path, "half_life", &given);
    if (given > 0)
        *months = given;
    else
        script_reader_error(&reader->script, reader->script.value,
                            assumption_path(reader, path, "half_life"),
                            "leave out what does not last at all",
                            "`half_life` is no time at all, but a duration was expected");
}

struct lever_time assumption_time(struct assumption_reader *reader, const struct value *table,
                                  const char *path, double half_life_months)
{
    struct lever_time time = {0, 0, half_life_months, NAN};
    one_duration(reader, table, path, "lag", &time.lag_months);
    one_duration(reader, table, path, "ramp", &time.ramp_months);
    assumption_half_life(reader, table, path, &time.half_life_months);
    one_duration(reader, table, path, "fade", &time.fade_months);
    bool both = value_field(table, "fade") && value_field(table, "half_life");
    if (both)
        script_reader_error(&reader->script, reader->script.value,
                            assumption_path(reader, path, "fade"),
                            "half_life halves again and again, fade ends: keep one of them",
                            "`fade` and `half_life` stand together");
    if (!isnan(time.fade_months))
        time.half_life_months = INFINITY;
    return time;
}

static bool date_error(struct assumption_reader *reader, const struct value *value,
                       const char *path, enum date_problem problem)
{
    const char *shown = script_reader_shown(&reader->script, value);
    if (value->kind == VALUE_TEXT)
        script_reader_error(&reader->script, reader->script.value, path,
                            "write \"2022\", \"2022Q3\", \"2022-10\" or \"2022-10-01\"",
                            "`%s` is \"%.*s\": %s", path, (int)value->text.length,
                            value->text.bytes, date_problem_text(problem));
    else
        script_reader_error(&reader->script, reader->script.value, path,
                            "write \"2022\", \"2022Q3\", \"2022-10\" or \"2022-10-01\", in "
                            "quotation marks",
                            "`%s` is %s, but a date was expected", path, shown);
    return false;
}

bool assumption_date(struct assumption_reader *reader, const struct value *value, const char *path,
                     struct date *date)
{
    enum date_problem problem = DATE_MALFORMED;
    char digits[NUMBER_PRINT_SIZE];
    if (value->kind == VALUE_TEXT)
        problem = date_parse(value->text.bytes, value->text.length, date);
    else if (value->kind == VALUE_NUMBER)
        problem = date_parse(digits, number_print(value->number, digits), date);
    if (problem == DATE_OK && date->disputed)
        problem = DATE_MALFORMED;
    return problem == DATE_OK || date_error(reader, value, path, problem);
}

void assumption_weights(struct assumption_reader *reader, const char *path, double sum)
{
    if (fabs(sum - 1) <= 1e-9)
        return;
    const char *hint = "exactly one of them holds, so the weights share out 1";
    if (sum < 1)
        hint = arena_printf(reader->script.arena,
                            "exactly one of them holds; if nothing changes otherwise, add an "
                            "entry with weight = %.6g",
                            1 - sum);
    script_reader_error(&reader->script, reader->script.value, path, hint,
                        "the weights of `%s` add up to %.6g, but they must add up to 1", path, sum);
}

/* "cs_ngo_law runs from 0 to 3". */
static const char *scale_in_words(struct assumption_reader *reader,
                                  const struct indicator *indicator)
{
    return script_reader_kept(
        &reader->script, arena_printf(reader->script.arena, "%s runs from %g to %g", indicator->id,
                                      indicator->scale.worst, indicator->scale.best));
}

void assumption_within(struct assumption_reader *reader, const char *path, uint32_t indicator,
                       const struct judged *size, bool shift)
{
    const struct indicator *found = &reader->project->codebook->indicators[indicator];
    double worst = found->scale.worst, best = found->scale.best;
    double width = fabs(best - worst);
    if (isnan(width))
        return;
    double furthest = fabs(size->low) > fabs(size->high) ? size->low : size->high;
    if (shift && fabs(furthest) > width)
        script_reader_error(&reader->script, reader->script.value, path,
                            "sizes are in the indicator's own units",
                            "%s: a change by %g is more than its whole scale",
                            scale_in_words(reader, found), furthest);
    double outside = size->low < fmin(worst, best) ? size->low : size->high;
    if (!shift && (size->low < fmin(worst, best) || size->high > fmax(worst, best)))
        script_reader_error(
            &reader->script, reader->script.value, path, "values are in the indicator's own units",
            "%s: %g lies outside its scale", scale_in_words(reader, found), outside);
}

static bool is_field(enum field_table table, struct text name)
{
    const char *names[FIELD_MAX];
    size_t count = field_names(table, names, 0);
    for (size_t i = 0; i < count; i++)
        if (text_is(name, names[i]))
            return true;
    return false;
}

const struct lever_raise *assumption_raises(struct assumption_reader *reader,
                                            const struct value *value, const char *path,
                                            size_t *count)
{
    *count = 0;
    if (!assumption_table(reader, value, path, "a table of levers, { R2 = { 0, 0.1, 0.2 } },"))
        return NULL;
    struct lever_time time = assumption_time(reader, value, path, INFINITY);
    struct lever_raise *raises = script_reader_alloc(&reader->script, value->count, sizeof *raises);
    for (size_t i = 0; raises && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key, *by = &value->pairs[i].value;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reader->script, reader->script.value, path,
                                "write { R2 = { 0, 0.1, 0.2 } }",
                                "`%s` is a list, but a table of levers was expected", path);
            break;
        }
        if (is_field(FIELD_RAISES, key->text))
            continue;
        const char *inner = script_reader_path(&reader->script, path, key->text);
        struct lever_raise *raise = &raises[*count];
        *raise = (struct lever_raise){.time = time};
        raise->lever = assumption_name_lever(reader, inner, key->text);
        if (!assumption_judged(reader, by, inner, false, &raise->by) || raise->lever == LEVER_NONE)
            continue;
        (*count)++;
        if (raise->by.low < -1 || raise->by.high > 1)
            script_reader_error(&reader->script, reader->script.value, inner,
                                "0.06 stands for six in a hundred",
                                "`%s` is added to a chance, but goes beyond 1", inner);
    }
    return raises;
}

void assumption_chances(struct assumption_reader *reader, const struct value *value,
                        const char *path, double *chance)
{
    size_t countries = reader->project->country_count;
    double all = NAN;
    if (value->kind != VALUE_TABLE) {
        assumption_share(reader, value, path, &all);
        for (size_t i = 0; i < countries; i++)
            chance[i] = all;
        return;
    }
    for (size_t i = 0; i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reader->script, reader->script.value, path,
                                "write chance = 0.2, or chance = { KGZ = 0.2, TJK = 0.05 }",
                                "`%s` is a list, but a number or a table of countries was "
                                "expected",
                                path);
            return;
        }
        const char *inner = script_reader_path(&reader->script, path, key->text);
        uint32_t country = assumption_name_country(reader, inner, key->text);
        if (country != UINT32_MAX)
            assumption_share(reader, &value->pairs[i].value, inner, &chance[country]);
    }
}
