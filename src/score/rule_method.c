#include "score/rule_method.h"

#include "score/script_place.h"

#include <string.h>

/* What a method of a stage does, and how one is written. */
static const struct {
    const char *does;
    const char *example;
} stages[METHOD_STAGES] = {
    [METHOD_TREAT] = {"treats what lies far out", "write tide.winsorise() or tide.log()"},
    [METHOD_IMPUTE] = {"fills in what is missing", "write tide.fill { with = \"median\" }"},
    [METHOD_NORMALISE] = {"normalises", "write tide.goalposts() or tide.minmax()"},
    [METHOD_WEIGHTS] = {"finds weights", "write tide.equal() or tide.pca()"},
    [METHOD_AGGREGATE] = {"aggregates", "write tide.mean() or tide.geometric { floor = 1 }"},
};

struct rule_method rule_method_plain(enum method_id id)
{
    return (struct rule_method){.id = id};
}

struct rule_method rule_method_with(enum method_id id, double number)
{
    return (struct rule_method){.id = id, .settings = {{.given = true, .number = number}}};
}

const struct rule_setting *rule_method_setting(const struct rule_method *method, const char *option)
{
    static const struct rule_setting none;
    if (method->id == METHOD_COUNT)
        return &none;
    const struct method_option *options = method_at(method->id)->options;
    for (int i = 0; i < METHOD_OPTIONS_MAX && options[i].name; i++)
        if (strcmp(options[i].name, option) == 0)
            return &method->settings[i];
    return &none;
}

double rule_method_number(const struct rule_method *method, const char *option, double fallback)
{
    const struct rule_setting *setting = rule_method_setting(method, option);
    return setting->given ? setting->number : fallback;
}

/* The name of the method a tide function made ("goalposts"), absent when it is no such table. */
static struct text name_of(const struct value *value)
{
    const struct value *tag = value_field(value, "@");
    return tag && tag->kind == VALUE_TEXT ? tag->text : (struct text){NULL, 0};
}

bool rule_method_is(const struct value *value)
{
    return name_of(value).bytes != NULL;
}

static const char *near_method(struct rule_reader *reader, enum method_stage stage,
                               struct text word)
{
    const char *names[METHOD_COUNT];
    size_t count = method_names(stage, names, METHOD_COUNT);
    size_t near = text_nearest(word, names, count);
    return near == SIZE_MAX
               ? stages[stage].example
               : script_reader_kept(&reader->script, arena_printf(reader->script.arena,
                                                                  "write tide.%s()", names[near]));
}

/* "weights = tide.pca()" where the script says weights = tide.pca; the example of the stage where
 * it says it in another way. */
static const char *with_brackets(struct rule_reader *reader, const char *path,
                                 enum method_stage stage)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    struct err_place place = script_place(reader->script.file, reader->script.source, path);
    const char *key = strrchr(path, '.');
    key = key ? key + 1 : path;
    const char *line =
        place.source ? arena_text(reader->script.arena, place.source, place.source_length) : NULL;
    /* Columns count code points, of which there are no more than bytes. */
    const char *at = line ? strstr(line + (place.column ? place.column - 1 : 0), key) : NULL;
    at = at ? at + strlen(key) : "";
    at += strspn(at, " =");
    size_t length = strncmp(at, "tide.", 5) == 0 ? strspn(at + 5, letters) : 0;
    if (length == 0 || method_named((struct text){at + 5, length}) == METHOD_COUNT)
        return stages[stage].example;
    return script_reader_kept(
        &reader->script,
        arena_printf(reader->script.arena, "write %s = tide.%.*s()", key, (int)length, at + 5));
}

/* A value that is no method of tide at all. */
static void refuse_value(struct rule_reader *reader, const struct value *value, const char *path,
                         enum method_stage stage)
{
    const char *hint =
        value->kind == VALUE_TEXT ? near_method(reader, stage, value->text) : stages[stage].example;
    if (value->kind == VALUE_FUNCTION)
        hint = script_reader_kept(&reader->script,
                                  arena_printf(reader->script.arena, "a method has brackets: %s",
                                               with_brackets(reader, path, stage)));
    script_reader_error(&reader->script, ERR_RULE_VALUE, path, hint,
                        "`%s` is %s, but a method of tide was expected", path,
                        script_reader_shown(&reader->script, value));
}

/* The method that value names, METHOD_COUNT after an error. */
static enum method_id find(struct rule_reader *reader, const struct value *value, const char *path,
                           enum method_stage stage)
{
    struct text name = name_of(value);
    if (!name.bytes) {
        refuse_value(reader, value, path, stage);
        return METHOD_COUNT;
    }
    enum method_id id = method_find(stage, name), other = method_named(name);
    if (id != METHOD_COUNT)
        return id;
    if (other == METHOD_COUNT)
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, near_method(reader, stage, name),
                            "tide has no method \"%.*s\"", (int)name.length, name.bytes);
    else
        script_reader_error(
            &reader->script, ERR_RULE_VALUE, path,
            script_reader_kept(&reader->script,
                               arena_printf(reader->script.arena, "%s; tide.%s stands at `%s`",
                                            stages[stage].example, method_at(other)->name,
                                            method_stage_key(method_at(other)->stage))),
            "tide.%s cannot stand at `%s`: it %s", method_at(other)->name, path,
            stages[method_at(other)->stage].does);
    return METHOD_COUNT;
}

/* Whether an option that means nothing beside `with` was given to tide.fill. */
static bool check_fill(struct rule_reader *reader, const char *path,
                       const struct rule_method *method)
{
    const char *with = rule_method_setting(method, "with")->text;
    bool in_time = strcmp(with, "carry") == 0 || strcmp(with, "linear") == 0;
    bool framed = strcmp(with, "mean") == 0 || strcmp(with, "median") == 0;
    const char *idle = NULL;
    if (!in_time && rule_method_setting(method, "periods")->given)
        idle = "periods";
    else if (!framed && rule_method_setting(method, "over")->given)
        idle = "over";
    if (!idle)
        return true;
    script_reader_error(&reader->script, ERR_RULE_VALUE,
                        script_reader_path(&reader->script, path, text_of(idle)),
                        strcmp(idle, "over") == 0 ? "only a mean or a median has a frame"
                                                  : "only \"carry\" and \"linear\" go by periods",
                        "`%s` means nothing beside with = \"%s\"", idle, with);
    return false;
}

static bool check_categories(struct rule_reader *reader, const char *path,
                             const struct rule_method *method)
{
    const struct rule_setting *cuts = rule_method_setting(method, "cuts");
    const struct rule_setting *scores = rule_method_setting(method, "scores");
    for (size_t i = 1; i < cuts->count; i++) {
        if (cuts->numbers[i] > cuts->numbers[i - 1])
            continue;
        script_reader_error(&reader->script, ERR_RULE_VALUE,
                            script_reader_path(&reader->script, path, text_of("cuts")),
                            "write them in ascending order",
                            "cut %zu is %g, which is not above cut %zu, %g", i + 1,
                            cuts->numbers[i], i, cuts->numbers[i - 1]);
        return false;
    }
    if (!scores->given || scores->count == cuts->count + 1)
        return true;
    script_reader_error(
        &reader->script, ERR_RULE_VALUE,
        script_reader_path(&reader->script, path, text_of("scores")),
        "one score for each category: below the first cut, between cuts, from the last",
        "%zu cuts make %zu categories, but there are %zu scores", cuts->count, cuts->count + 1,
        scores->count);
    return false;
}

/* In a matrix of comparisons each says the other the other way round; 5 % is what rounding to two
 * digits may cost. */
static bool check_ahp(struct rule_reader *reader, const char *path,
                      const struct rule_method *method)
{
    const struct rule_setting *matrix = rule_method_setting(method, "matrix");
    size_t width = matrix->width;
    for (size_t i = 0; i < width; i++) {
        for (size_t j = 0; j <= i; j++) {
            double there = matrix->numbers[i * width + j], back = matrix->numbers[j * width + i];
            double product = i == j ? there : there * back;
            if (product > 0.95 && product < 1.05)
                continue;
            script_reader_error(
                &reader->script, ERR_RULE_VALUE,
                script_reader_path(&reader->script, path, text_of("matrix")),
                "a child is as important as itself, and 1 / x of what is x of it",
                "row %zu, column %zu of the matrix is %g, but row %zu, column %zu is "
                "%g",
                i + 1, j + 1, there, j + 1, i + 1, back);
            return false;
        }
    }
    return true;
}

static bool check_shares(struct rule_reader *reader, const char *path,
                         const struct rule_method *method)
{
    double least = rule_method_number(method, "least", 0);
    double most = rule_method_number(method, "most", 1);
    if (least <= most)
        return true;
    script_reader_error(&reader->script, ERR_RULE_VALUE,
                        script_reader_path(&reader->script, path, text_of("least")),
                        "no share is both", "`least` is %g, but `most` is %g", least, most);
    return false;
}

/* What the options must be together. */
static bool check(struct rule_reader *reader, const char *path, const struct rule_method *method)
{
    if (method->id == METHOD_FILL)
        return check_fill(reader, path, method);
    if (method->id == METHOD_CATEGORIES)
        return check_categories(reader, path, method);
    if (method->id == METHOD_AHP)
        return check_ahp(reader, path, method);
    if (method->id == METHOD_BENEFIT_OF_DOUBT)
        return check_shares(reader, path, method);
    return true;
}

static bool read_options(struct rule_reader *reader, const struct value *value, const char *path,
                         struct rule_method *method)
{
    const struct method_option *options = method_at(method->id)->options;
    const char *name = method_at(method->id)->name;
    const char *names[METHOD_OPTIONS_MAX];
    size_t count = 0, errors = reader->script.list->errors;
    for (; count < METHOD_OPTIONS_MAX && options[count].name; count++) {
        const struct method_option *option = &options[count];
        const struct value *field = value_field(value, option->name);
        names[count] = option->name;
        if (field)
            rule_method_option(reader, option, field,
                               script_reader_path(&reader->script, path, text_of(option->name)),
                               &method->settings[count]);
        else if (option->required)
            script_reader_error(&reader->script, ERR_RULE_VALUE, path, option->meaning,
                                "tide.%s at `%s` needs the option `%s`", name, path, option->name);
    }
    const char *what =
        script_reader_kept(&reader->script, arena_printf(reader->script.arena, "tide.%s", name));
    script_reader_keys(&reader->script, value, path, what, names, count);
    return reader->script.list->errors == errors && !reader->script.list->out_of_memory;
}

bool rule_method_read(struct rule_reader *reader, const struct value *value, const char *path,
                      enum method_stage stage, struct rule_method *method)
{
    struct rule_method read = rule_method_plain(find(reader, value, path, stage));
    if (read.id == METHOD_COUNT || !read_options(reader, value, path, &read) ||
        !check(reader, path, &read))
        return false;
    *method = read;
    return true;
}
