#include "cli/robust_words.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

enum { SETTINGS_MAX = 32 };

/* What is being read: a list under a rule, and the word of it. */
struct words {
    struct session *session;
    const struct rule *rule;
    enum rule_uncertain_kind kind;
};

/* Where the list stands: where a design made it, the design's file. */
static const char *origin(const struct session *session)
{
    const struct opt *opt = session->opt;
    return opt->design && !opt->uncertain ? opt->design : "--uncertain";
}

bool robust_words_wrong(struct session *session, const char *what, const char *hint)
{
    struct err err;
    err_set(&err, ERR_OPTION_VALUE, "%s: %s", origin(session), what ? what : "out of memory");
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

/* The parts of a text apart at a mark, in the session's arena; SIZE_MAX where there are too many or
 * memory ran out. */
static size_t split(struct session *session, const char *text, char mark, const char **parts,
                    size_t most)
{
    size_t count = 0;
    char marks[] = {mark, '\0'};
    for (const char *at = text;; at += strcspn(at, marks) + 1) {
        if (count == most)
            return SIZE_MAX;
        parts[count] = arena_text(session->arena, at, strcspn(at, marks));
        if (!parts[count++])
            return SIZE_MAX;
        if (!at[strcspn(at, marks)])
            return count;
    }
}

static const char *verb_of(enum rule_uncertain_kind kind)
{
    return kind == RULE_UNCERTAIN_WEIGHTING ? "find weights" : rule_uncertain_name(kind);
}

/* A word among those of an option ("mean" of "mean median row"), as the table of methods has it. */
static const char *word_of(struct session *session, const struct method_option *option,
                           const char *given)
{
    size_t length = strlen(given);
    for (const char *word = option->words; *word; word += *word == ' ') {
        size_t here = strcspn(word, " ");
        if (here == length && memcmp(word, given, length) == 0)
            return arena_text(session->arena, word, here);
        word += here;
    }
    return NULL;
}

/* The first option of a method, as it stands behind a colon. */
static bool read_first(const struct words *words, const char *text, struct rule_method *method)
{
    struct session *session = words->session;
    struct text_buffer expected = {0};
    const struct method_option *option = &method_at(method->id)->options[0];
    struct rule_setting *first = &method->settings[0];
    bool number = option->name && option->kind == METHOD_NUMBER;
    if (number && number_parse(text, strlen(text), &first->number) == NUMBER_OK)
        first->given = first->number >= option->least && first->number <= option->most &&
                       (!option->whole || floor(first->number) == first->number);
    if (option->name && option->kind == METHOD_WORD)
        first->given = (first->text = word_of(session, option, text)) != NULL;
    if (first->given)
        return true;
    if (option->name && (number || option->kind == METHOD_WORD))
        method_expected(option, NAN, &expected);
    const char *what =
        expected.bytes
            ? arena_printf(session->arena, "%s of %s is %.*s, not %s", option->name,
                           method_at(method->id)->name, (int)expected.length, expected.bytes, text)
            : arena_printf(session->arena, "nothing can stand behind %s and a colon",
                           method_at(method->id)->name);
    text_buffer_free(&expected);
    return robust_words_wrong(session, what, "aggregate=mean+geometric:1, impute=own+fill:mean");
}

static bool refuse_method(const struct words *words, const char *name, bool known)
{
    struct err err;
    const char *names[METHOD_COUNT];
    enum method_stage stage = rule_uncertain_stage(words->kind);
    size_t count = method_names(stage, names, METHOD_COUNT);
    struct text bare = {name, strcspn(name, ":")};
    size_t near = known ? SIZE_MAX : text_nearest(bare, names, count);
    err_set(&err, ERR_OPTION_VALUE,
            known ? "%s: %s cannot stand here without options"
                  : "%s: there is no method %s to %s by",
            origin(words->session), name, verb_of(words->kind));
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    else if (known)
        err_hint(&err, "write it in the rule: uncertain = { %s = { tide.%s { … }, … } }",
                 rule_uncertain_name(words->kind), name);
    else
        err_hint(&err, "tidemark help methods lists them");
    return session_fail(words->session, &err);
}

/* A method by its name, the first option behind a colon. */
static bool read_method(const struct words *words, const char *name, struct rule_method *method)
{
    size_t length = strcspn(name, ":");
    enum method_id id = method_find(rule_uncertain_stage(words->kind), (struct text){name, length});
    if (id == METHOD_COUNT)
        return refuse_method(words, name, false);
    *method = rule_method_plain(id);
    if (name[length] && !read_first(words, name + length + 1, method))
        return false;
    bool lacks = id == METHOD_COPELAND || id == METHOD_BENEFIT_OF_DOUBT;
    for (size_t i = 0; i < METHOD_OPTIONS_MAX; i++)
        lacks = lacks || (method_at(id)->options[i].required && !method->settings[i].given);
    return !lacks || refuse_method(words, method_at(id)->name, true);
}

/* A setting that the rule's own `uncertain` names; NULL where there is none. */
static const struct rule_alternative *named_in_rule(const struct words *words, const char *name)
{
    for (size_t i = 0; i < words->rule->uncertain_count; i++) {
        const struct rule_uncertain *own = &words->rule->uncertain[i];
        for (size_t s = 0; own->kind == words->kind && s < own->count; s++)
            if (strcmp(own->alternatives[s].label, name) == 0)
                return &own->alternatives[s];
    }
    return NULL;
}

/* Whether what names no rule is near a word for weights. */
static bool is_slip(struct session *session, const char *name, const char **near)
{
    struct err err;
    const char *full, *words[METHOD_COUNT + 2] = {"own", "given"};
    size_t count = 2 + method_names(METHOD_WEIGHTS, words + 2, METHOD_COUNT);
    size_t index = text_nearest((struct text){name, strcspn(name, ":")}, words, count);
    *near = index == SIZE_MAX ? NULL : words[index];
    return *near && !session_script_is_path(name) &&
           !session_script_find(session, SESSION_RULES, name, ERR_ARGUMENT, &full, &err);
}

/* Weights by a set of the rule, a way to find them, the codebook's, or those of another rule. */
static bool read_weighting(const struct words *words, const char *name,
                           struct rule_alternative *made)
{
    struct session *session = words->session;
    const struct codebook *codebook = session->project->codebook;
    struct rule_method method;
    const char *near;
    bool given = strcmp(name, "given") == 0;
    if (given ||
        method_find(METHOD_WEIGHTS, (struct text){name, strcspn(name, ":")}) != METHOD_COUNT) {
        if (!given && !read_method(words, name, &method))
            return false;
        made->weights =
            rule_uncertain_weights(session->lasting, words->rule, codebook, given ? NULL : &method);
        return made->weights || robust_words_wrong(session, NULL, "");
    }
    if (is_slip(session, name, &near))
        return robust_words_wrong(
            session, arena_printf(session->arena, "\"%s\" is no set of weights and no rule", name),
            arena_printf(session->arena, "did you mean %s?", near));
    made->weights = session_rule(session, name);
    if (!made->weights)
        session_report(session, false);
    return made->weights != NULL;
}

static bool read_points(const struct words *words, const char *text, struct rule_alternative *made)
{
    struct session *session = words->session;
    const char *parts[SETTINGS_MAX];
    size_t count = split(session, text, '/', parts, SETTINGS_MAX);
    double *points = arena_alloc(session->arena, SETTINGS_MAX, sizeof *points);
    if (count == SIZE_MAX || !points)
        return robust_words_wrong(session, "levels have too many points", "levels=0/15/40/70/100");
    for (size_t i = 0; i < count; i++) {
        if (number_parse(parts[i], strlen(parts[i]), &points[i]) != NUMBER_OK ||
            (i > 0 && points[i] <= points[i - 1]))
            return robust_words_wrong(session, "points of levels are rising numbers",
                                      "levels=0/25/50/75/100+0/15/40/70/100");
    }
    made->points = points;
    made->point_count = count;
    return true;
}

static bool read_setting(const struct words *words, const char *name, struct rule_alternative *made)
{
    bool may_lack = words->kind == RULE_UNCERTAIN_TREAT || words->kind == RULE_UNCERTAIN_IMPUTE;
    const struct rule_alternative *own = named_in_rule(words, name);
    *made = (struct rule_alternative){
        .label = name, .method = rule_method_plain(METHOD_COUNT), .left_out = UINT32_MAX};
    if (words->kind == RULE_UNCERTAIN_LEVELS)
        return read_points(words, name, made);
    if (strcmp(name, "own") == 0) {
        made->own = true;
        return true;
    }
    if (own) {
        *made = *own;
        return true;
    }
    if (may_lack && strcmp(name, "none") == 0)
        return true;
    return words->kind == RULE_UNCERTAIN_WEIGHTING ? read_weighting(words, name, made)
                                                   : read_method(words, name, &made->method);
}

static bool read_choice(const struct words *words, const char *list, struct rule_uncertain *made)
{
    struct session *session = words->session;
    const char *parts[SETTINGS_MAX];
    size_t count = split(session, list, '+', parts, SETTINGS_MAX);
    struct rule_alternative *settings = arena_alloc(session->arena, SETTINGS_MAX, sizeof *settings);
    if (count == SIZE_MAX || !settings)
        return robust_words_wrong(session, "there is too much to choose from", "fewer settings");
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(parts[i], parts[j]) == 0)
                return robust_words_wrong(
                    session, arena_printf(session->arena, "%s stands there twice", parts[i]),
                    "each setting once");
        if (!read_setting(words, parts[i], &settings[i]))
            return false;
    }
    made->alternatives = settings;
    made->count = count;
    return true;
}

static bool read_noise(const struct words *words, const char *share, struct rule_uncertain *made)
{
    static const char dirichlet[] = "dirichlet:";
    made->number = RULE_UNCERTAIN_NOISE;
    made->dirichlet = share && strncmp(share, dirichlet, strlen(dirichlet)) == 0;
    const char *digits = made->dirichlet ? share + strlen(dirichlet) : share;
    bool number = !share || number_parse(digits, strlen(digits), &made->number) == NUMBER_OK;
    if (made->dirichlet)
        return (number && made->number >= RULE_UNCERTAIN_CONCENTRATION_LEAST &&
                made->number <= RULE_UNCERTAIN_CONCENTRATION_MOST) ||
               robust_words_wrong(words->session,
                                  "the concentration of weights is from 1 to 100000, the lower the "
                                  "further weights scatter",
                                  "weights=dirichlet:100");
    return (number && made->number > 0 && made->number <= 1) ||
           robust_words_wrong(words->session, "the share of weights is from above 0 to 1",
                              "weights=0.25, or weights=dirichlet:100");
}

static bool read_shape(const struct words *words, const char *name, struct rule_uncertain *made)
{
    struct rule_alternative *shape = arena_alloc(words->session->arena, 1, sizeof *shape);
    made->alternatives = shape;
    made->count = 1;
    return (shape && rule_uncertain_shape(text_of(name), shape)) ||
           robust_words_wrong(words->session, "values scatter as " RULE_UNCERTAIN_SHAPES,
                              "values=beta");
}

static bool read_word(struct words *words, const char *word, struct rule_uncertain *made)
{
    struct session *session = words->session;
    size_t length = strcspn(word, "=");
    const char *settings = word[length] ? word + length + 1 : NULL;
    *made = (struct rule_uncertain){0};
    if (!rule_uncertain_of((struct text){word, length}, &words->kind))
        return robust_words_wrong(
            session, arena_printf(session->arena, "\"%s\" is nothing that can vary", word),
            "values, weights=0.25, weighting=own+equal, normalise=goalposts+minmax, "
            "treat=none+winsorise, impute=none+fill:mean, aggregate=mean+geometric, "
            "levels=0/25/50/75/100+0/15/40/70/100, sources, coders, conflicts, imputed");
    made->kind = words->kind;
    const char *name = rule_uncertain_name(words->kind);
    if (words->kind == RULE_UNCERTAIN_WEIGHTS)
        return read_noise(words, settings, made);
    if (words->kind == RULE_UNCERTAIN_VALUES)
        return !settings || read_shape(words, settings, made);
    bool alone = words->kind == RULE_UNCERTAIN_CONFLICTS || words->kind == RULE_UNCERTAIN_IMPUTED ||
                 words->kind == RULE_UNCERTAIN_SOURCES || words->kind == RULE_UNCERTAIN_CODERS;
    if (alone && settings)
        return robust_words_wrong(session,
                                  arena_printf(session->arena, "%s takes no settings", name),
                                  arena_printf(session->arena, "write %s alone", name));
    if (alone)
        return true;
    return settings
               ? read_choice(words, settings, made)
               : robust_words_wrong(session,
                                    arena_printf(session->arena, "%s wants its settings", name),
                                    "normalise=goalposts+minmax");
}

const struct rule_uncertain *robust_words_read(struct session *session, const struct rule *rule,
                                               const char *list, size_t *count)
{
    const char *parts[SETTINGS_MAX];
    struct words words = {.session = session, .rule = rule};
    struct rule_uncertain *made = arena_alloc(session->arena, SETTINGS_MAX, sizeof *made);
    *count = split(session, list, ',', parts, SETTINGS_MAX);
    if (*count == SIZE_MAX || !made)
        return robust_words_wrong(session, "the list is too long", "fewer words"), NULL;
    for (size_t i = 0; i < *count; i++) {
        if (!read_word(&words, parts[i], &made[i]))
            return NULL;
        for (size_t j = 0; j < i; j++)
            if (made[i].kind == made[j].kind)
                return robust_words_wrong(session, "something stands there twice", "each once"),
                       NULL;
    }
    return made;
}

const char *robust_words_settings(struct arena *arena, const struct rule_uncertain *uncertain)
{
    const char *list = "";
    for (size_t i = 0; list && i < uncertain->count; i++)
        list =
            arena_printf(arena, "%s%s%s", list, i > 0 ? "+" : "", uncertain->alternatives[i].label);
    return list;
}
