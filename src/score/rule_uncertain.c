#include "score/rule_uncertain.h"

#include "base/number.h"
#include "score/rule_method.h"
#include "score/rule_weights.h"

#include <math.h>
#include <string.h>

static const char *const names[RULE_UNCERTAIN_KINDS] = {
    [RULE_UNCERTAIN_VALUES] = "values",       [RULE_UNCERTAIN_CONFLICTS] = "conflicts",
    [RULE_UNCERTAIN_WEIGHTS] = "weights",     [RULE_UNCERTAIN_WEIGHTING] = "weighting",
    [RULE_UNCERTAIN_NORMALISE] = "normalise", [RULE_UNCERTAIN_TREAT] = "treat",
    [RULE_UNCERTAIN_IMPUTE] = "impute",       [RULE_UNCERTAIN_IMPUTED] = "imputed",
    [RULE_UNCERTAIN_AGGREGATE] = "aggregate", [RULE_UNCERTAIN_LEVELS] = "levels",
    [RULE_UNCERTAIN_SOURCES] = "sources",     [RULE_UNCERTAIN_CODERS] = "coders"};

const char *rule_uncertain_name(enum rule_uncertain_kind kind)
{
    return names[kind];
}

bool rule_uncertain_of(struct text name, enum rule_uncertain_kind *kind)
{
    for (size_t i = 0; i < RULE_UNCERTAIN_KINDS; i++)
        if (text_is(name, names[i])) {
            *kind = (enum rule_uncertain_kind)i;
            return true;
        }
    return false;
}

static const char *const shapes[] = {[PANEL_NORMAL] = "normal",
                                     [PANEL_TRUNCATED] = "truncated",
                                     [PANEL_TRIANGULAR] = "triangular",
                                     [PANEL_BETA] = "beta"};

const char *rule_uncertain_shape_name(enum panel_shape shape)
{
    return shapes[shape];
}

bool rule_uncertain_shape(struct text name, struct rule_alternative *made)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (text_is(name, shapes[i])) {
            *made = (struct rule_alternative){.label = shapes[i],
                                              .method = rule_method_plain(METHOD_COUNT),
                                              .shape = (enum panel_shape)i,
                                              .left_out = UINT32_MAX};
            return true;
        }
    return false;
}

enum method_stage rule_uncertain_stage(enum rule_uncertain_kind kind)
{
    switch (kind) {
    case RULE_UNCERTAIN_WEIGHTING:
        return METHOD_WEIGHTS;
    case RULE_UNCERTAIN_NORMALISE:
        return METHOD_NORMALISE;
    case RULE_UNCERTAIN_TREAT:
        return METHOD_TREAT;
    case RULE_UNCERTAIN_IMPUTE:
        return METHOD_IMPUTE;
    case RULE_UNCERTAIN_AGGREGATE:
        return METHOD_AGGREGATE;
    default:
        return METHOD_STAGES;
    }
}

const char *rule_uncertain_label(struct arena *arena, const struct rule_method *method)
{
    const struct method *of = method_at(method->id);
    const struct rule_setting *first = &method->settings[0];
    char digits[NUMBER_PRINT_SIZE];
    if (first->given && of->options[0].kind == METHOD_WORD)
        return arena_printf(arena, "%s:%s", of->name, first->text);
    if (first->given && of->options[0].kind == METHOD_NUMBER)
        return arena_printf(arena, "%s:%.*s", of->name, (int)number_print(first->number, digits),
                            digits);
    return of->name;
}

struct rule *rule_uncertain_weights(struct arena *arena, const struct rule *rule,
                                    const struct codebook *codebook,
                                    const struct rule_method *method)
{
    size_t count = codebook->node_count;
    struct rule *made = arena_alloc(arena, 1, sizeof *made);
    struct rule_node *nodes = arena_alloc(arena, count, sizeof *nodes);
    double *siblings = arena_alloc(arena, count, sizeof *siblings);
    double *headline = arena_alloc(arena, count, sizeof *headline);
    if (!made || !nodes || !siblings || !headline)
        return NULL;
    const struct rule_method weighting = method ? *method : rule_method_plain(METHOD_COUNT);
    *made = *rule;
    for (size_t i = 0; i < count; i++) {
        nodes[i] = rule->nodes[i];
        nodes[i].weighting = weighting;
        siblings[i] = headline[i] = codebook->nodes[i].weight;
    }
    made->nodes = nodes;
    made->node_weight = siblings;
    made->index_weight = headline;
    made->index.weighting = weighting;
    return made;
}

/* A choice while its settings are read. */
struct choice {
    struct rule_reader *reader;
    enum rule_uncertain_kind kind;
    const char *path;
    struct rule_alternative *alternatives;
    size_t count;
};

static const char *const examples[RULE_UNCERTAIN_KINDS] = {
    [RULE_UNCERTAIN_VALUES] = "values = true, or values = \"beta\"",
    [RULE_UNCERTAIN_CONFLICTS] = "values = true, conflicts = true",
    [RULE_UNCERTAIN_WEIGHTS] = "weights = 0.25, or weights = { dirichlet = 100 }",
    [RULE_UNCERTAIN_WEIGHTING] = "weighting = { \"own\", tide.equal(), expert = { ID = 2 } }",
    [RULE_UNCERTAIN_NORMALISE] = "normalise = { tide.goalposts(), tide.minmax() }",
    [RULE_UNCERTAIN_TREAT] = "treat = { \"none\", tide.winsorise() }",
    [RULE_UNCERTAIN_IMPUTE] = "impute = { \"none\", tide.fill { with = \"mean\" } }",
    [RULE_UNCERTAIN_IMPUTED] = "imputed = true",
    [RULE_UNCERTAIN_AGGREGATE] = "aggregate = { tide.mean(), tide.geometric { floor = 1 } }",
    [RULE_UNCERTAIN_LEVELS] = "levels = { { 0, 25, 50, 75, 100 }, { 0, 15, 40, 70, 100 } }",
    [RULE_UNCERTAIN_SOURCES] = "sources = true",
    [RULE_UNCERTAIN_CODERS] = "coders = true"};

static const char *example(struct rule_reader *reader, enum rule_uncertain_kind kind)
{
    return script_reader_kept(
        &reader->script,
        arena_printf(reader->script.arena, "write uncertain = { %s }", examples[kind]));
}

static void refuse(const struct choice *choice, const char *path, const struct value *value,
                   const char *expected)
{
    struct script_reader *script = &choice->reader->script;
    script_reader_error(script, ERR_RULE_VALUE, path, example(choice->reader, choice->kind),
                        "`%s` is %s, but %s was expected", path, script_reader_shown(script, value),
                        expected);
}

static bool read_levels(const struct choice *choice, const struct value *value, const char *path,
                        struct rule_alternative *made)
{
    struct rule_reader *reader = choice->reader;
    size_t count = value_length(value);
    double *points = script_reader_alloc(&reader->script, count + 1, sizeof *points);
    struct text_buffer label = {0};
    bool fits = value->kind == VALUE_TABLE && count >= 2 && count == value->count;
    for (size_t i = 0; fits && points && i < count; i++) {
        char digits[NUMBER_PRINT_SIZE];
        const struct value *point = value_item(value, i + 1);
        points[i] = point->number;
        fits = point->kind == VALUE_NUMBER && isfinite(point->number) &&
               (i == 0 || point->number > points[i - 1]);
        size_t length = fits ? number_print(point->number, digits) : 0;
        text_add_format(&label, "%s%.*s", i > 0 ? "/" : "", (int)length, digits);
    }
    made->label = script_reader_text(&reader->script, (struct text){label.bytes, label.length});
    text_buffer_free(&label);
    made->points = points;
    made->point_count = count;
    if (!fits)
        refuse(choice, path, value, "a list of rising numbers, one a level,");
    return fits && points;
}

/* What the weights of a set are: as `weights` would say it, or another rule's. */
static bool read_weights(const struct choice *choice, const struct value *value, const char *path,
                         struct rule_alternative *made)
{
    struct rule_reader *reader = choice->reader;
    const struct rule_host *host = reader->host;
    if (value->kind == VALUE_TEXT && !text_is(value->text, "given")) {
        struct err err = {0};
        const char *name = script_reader_text(&reader->script, value->text);
        if (!made->label)
            made->label = name;
        if (host && host->rule)
            made->weights = host->rule(host->context, name, &err);
        else
            err_set(&err, ERR_RULE_UNSUPPORTED,
                    "`%s` takes the weights of the rule %s, but there are no other rules here",
                    path, name);
        if (!made->weights)
            script_reader_add(&reader->script, &err, path);
        return made->weights != NULL;
    }
    size_t errors = reader->script.list->errors;
    struct rule_reader inner = *reader;
    inner.rule = rule_uncertain_weights(reader->script.arena, reader->rule, reader->codebook, NULL);
    if (!inner.rule) {
        reader->script.list->out_of_memory = true;
        return false;
    }
    rule_weights_read(&inner, value, path);
    rule_method_frame(&inner.rule->index.weighting, &reader->over);
    for (size_t i = 0; i < reader->codebook->node_count; i++)
        rule_method_frame(&inner.rule->nodes[i].weighting, &reader->over);
    made->weights = inner.rule;
    if (!made->label && rule_method_is(value) && reader->script.list->errors == errors)
        made->label = rule_uncertain_label(reader->script.arena, &inner.rule->index.weighting);
    return reader->script.list->errors == errors;
}

static bool read_method(const struct choice *choice, const struct value *value, const char *path,
                        struct rule_alternative *made)
{
    struct rule_reader *reader = choice->reader;
    enum method_stage stage = rule_uncertain_stage(choice->kind);
    bool may_lack = choice->kind == RULE_UNCERTAIN_TREAT || choice->kind == RULE_UNCERTAIN_IMPUTE;
    if (may_lack && value->kind == VALUE_TEXT && text_is(value->text, "none")) {
        made->label = "none";
        return true;
    }
    if (!rule_method_read(reader, value, path, stage, &made->method))
        return false;
    made->label = rule_uncertain_label(reader->script.arena, &made->method);
    rule_method_frame(&made->method, &reader->over);
    return true;
}

static bool read_alternative(const struct choice *choice, const struct value *value,
                             const char *path, struct rule_alternative *made)
{
    bool levels = choice->kind == RULE_UNCERTAIN_LEVELS;
    if (!levels && value->kind == VALUE_TEXT && text_is(value->text, "own")) {
        made->label = "own";
        made->own = true;
        return true;
    }
    if (levels)
        return read_levels(choice, value, path, made);
    if (choice->kind == RULE_UNCERTAIN_WEIGHTING)
        return read_weights(choice, value, path, made);
    return read_method(choice, value, path, made);
}

/* Two settings have two names. */
static void tell_apart(struct choice *choice)
{
    struct rule_alternative *last = &choice->alternatives[choice->count];
    struct script_reader *script = &choice->reader->script;
    if (!last->label)
        last->label = "given";
    const char *label = last->label;
    for (size_t i = 0, same = 1; i < choice->count; i++)
        if (strcmp(choice->alternatives[i].label, last->label) == 0) {
            last->label =
                script_reader_kept(script, arena_printf(script->arena, "%s #%zu", label, ++same));
            i = SIZE_MAX; /* the new one may be there too */
        }
    choice->count++;
}

/* The settings of a choice: a list, in which those of weights may have names. */
static bool read_choice(struct choice *choice, const struct value *value)
{
    struct script_reader *script = &choice->reader->script;
    bool done = true;
    if (value->kind != VALUE_TABLE || rule_method_is(value) || value->count < 2) {
        const char *shown = value->kind != VALUE_TABLE ? script_reader_shown(script, value)
                            : rule_method_is(value)    ? "a method"
                            : value->count == 0        ? "empty"
                                                       : "one setting";
        script_reader_error(
            script, ERR_RULE_VALUE, choice->path, example(choice->reader, choice->kind),
            "`%s` is %s, but a list of two settings or more was expected", choice->path, shown);
        return false;
    }
    choice->alternatives = script_reader_alloc(script, value->count, sizeof *choice->alternatives);
    for (size_t i = 0; choice->alternatives && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        struct rule_alternative *made = &choice->alternatives[choice->count];
        bool named = key->kind == VALUE_TEXT;
        const char *path = named ? script_reader_path(script, choice->path, key->text)
                                 : script_reader_item(script, choice->path, i + 1);
        *made = (struct rule_alternative){.method = rule_method_plain(METHOD_COUNT),
                                          .left_out = UINT32_MAX};
        if (named && choice->kind != RULE_UNCERTAIN_WEIGHTING) {
            script_reader_error(script, ERR_RULE_OPTION, path,
                                example(choice->reader, choice->kind),
                                "`%s` has a name, but settings of %s stand in a list without names",
                                path, rule_uncertain_name(choice->kind));
            return false;
        }
        if (named)
            made->label = script_reader_text(script, key->text);
        if (read_alternative(choice, &value->pairs[i].value, path, made))
            tell_apart(choice);
        else
            done = false;
    }
    return done && choice->alternatives;
}

/* A share, true for the usual one, or { dirichlet = 100 }. */
static bool read_noise(const struct choice *choice, const struct value *value,
                       struct rule_uncertain *made)
{
    static const char *const options[] = {"dirichlet"};
    struct script_reader *script = &choice->reader->script;
    const struct value *dirichlet =
        value->kind == VALUE_TABLE ? value_field(value, options[0]) : NULL;
    if (value->kind == VALUE_BOOLEAN) {
        made->number = RULE_UNCERTAIN_NOISE;
        return true;
    }
    if (dirichlet) {
        const char *inner = script_reader_path(script, choice->path, text_of(options[0]));
        script_reader_keys(script, value, choice->path, "weights", options, 1);
        made->dirichlet = true;
        made->number = dirichlet->number;
        if (dirichlet->kind == VALUE_NUMBER && made->number >= RULE_UNCERTAIN_CONCENTRATION_LEAST &&
            made->number <= RULE_UNCERTAIN_CONCENTRATION_MOST)
            return true;
        refuse(choice, inner, dirichlet, "a concentration from 1 to 100000");
        return false;
    }
    made->number = value->number;
    if (value->kind == VALUE_NUMBER && value->number > 0 && value->number <= 1)
        return true;
    refuse(choice, choice->path, value, "a share from above 0 to 1");
    return false;
}

/* true, or the shape of their distributions. */
static bool read_values(const struct choice *choice, const struct value *value,
                        struct rule_uncertain *made)
{
    struct rule_alternative *shape = script_reader_alloc(&choice->reader->script, 1, sizeof *shape);
    if (value->kind == VALUE_BOOLEAN || !shape)
        return shape != NULL;
    made->alternatives = shape;
    made->count = 1;
    if (value->kind == VALUE_TEXT && rule_uncertain_shape(value->text, shape))
        return true;
    refuse(choice, choice->path, value, "true, false, " RULE_UNCERTAIN_SHAPES);
    return false;
}

static bool read_kind(struct rule_reader *reader, enum rule_uncertain_kind kind,
                      const struct value *value, const char *path, struct rule_uncertain *made)
{
    struct choice choice = {.reader = reader, .kind = kind, .path = path};
    *made = (struct rule_uncertain){.kind = kind};
    if (kind == RULE_UNCERTAIN_WEIGHTS)
        return read_noise(&choice, value, made);
    if (kind == RULE_UNCERTAIN_VALUES)
        return read_values(&choice, value, made);
    if (kind == RULE_UNCERTAIN_CONFLICTS || kind == RULE_UNCERTAIN_IMPUTED ||
        kind == RULE_UNCERTAIN_SOURCES || kind == RULE_UNCERTAIN_CODERS) {
        if (value->kind != VALUE_BOOLEAN)
            refuse(&choice, path, value, "true or false");
        return value->kind == VALUE_BOOLEAN;
    }
    if (!read_choice(&choice, value))
        return false;
    made->alternatives = choice.alternatives;
    made->count = choice.count;
    return true;
}

void rule_uncertain_read(struct rule_reader *reader, const struct value *value, const char *path)
{
    if (value->kind != VALUE_TABLE || value->count == 0) {
        script_reader_error(
            &reader->script, ERR_RULE_VALUE, path,
            "write uncertain = { values = true, weights = 0.25 }",
            "`%s` is %s, but a table of what varies was expected", path,
            value->kind == VALUE_TABLE ? "empty" : script_reader_shown(&reader->script, value));
        return;
    }
    script_reader_keys(&reader->script, value, path, path, names, RULE_UNCERTAIN_KINDS);
    struct rule_uncertain *list =
        script_reader_alloc(&reader->script, RULE_UNCERTAIN_KINDS, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; list && i < RULE_UNCERTAIN_KINDS; i++) {
        const struct value *one = value_field(value, names[i]);
        bool off = one && one->kind == VALUE_BOOLEAN && !one->boolean;
        if (one && !off &&
            read_kind(reader, (enum rule_uncertain_kind)i, one,
                      script_reader_path(&reader->script, path, text_of(names[i])), &list[count]))
            count++;
    }
    reader->rule->uncertain = list;
    reader->rule->uncertain_count = count;
}
