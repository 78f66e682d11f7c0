#include "cli/robust_ask.h"

#include "base/number.h"
#include "chart/chart_words.h"
#include "robust/robust_case.h"
#include "score/score_draws.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* More cases than this take too long to make, and say nothing that fewer do not. */
enum { CHOICES_MAX = 8, CASES_MAX = 512, SETTINGS_MAX = 32 };

/* The share of a weight that noise adds or takes off at most, unless it is said: the one of COINr's
 * guide to uncertainty analysis (Becker, JOSS 7(78), 2022, 4567). */
#define NOISE 0.25

/* What --uncertain says. */
struct asked {
    struct session *session;
    const struct reading *reading;
    size_t item;
    bool values;
    double noise;
    struct robust_choice choices[CHOICES_MAX];
    size_t count;
    enum chart_language language; /* of the words */
    struct text_buffer words;
};

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while planning runs");
    return session_fail(session, &err);
}

/* Where the list stands: where a design made it, the design's file. */
static const char *origin(const struct session *session)
{
    const struct opt *opt = session->opt;
    return opt->design && !opt->uncertain ? opt->design : "--uncertain";
}

static bool wrong(struct session *session, const char *what, const char *hint)
{
    struct err err;
    err_set(&err, ERR_OPTION_VALUE, "%s: %s", origin(session), what);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

static void say(struct asked *asked, const char *what)
{
    text_add_format(&asked->words, "%s%s", asked->words.length > 0 ? ", " : "",
                    chart_words(asked->language, what));
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

static bool read_method(struct asked *asked, enum method_stage stage, const char *name,
                        struct robust_setting *setting)
{
    struct err err;
    const char *names[METHOD_COUNT];
    size_t length = strcspn(name, ":");
    setting->label = name;
    setting->method = method_find(stage, (struct text){name, length});
    setting->numbered = name[length] == ':';
    if (setting->numbered &&
        number_parse(name + length + 1, strlen(name + length + 1), &setting->number) != NUMBER_OK)
        return wrong(asked->session, "what stands behind a method and a colon is a number",
                     "aggregate=mean+geometric:1");
    bool needs = false;
    for (size_t i = 0; setting->method != METHOD_COUNT && i < METHOD_OPTIONS_MAX; i++)
        needs = needs || method_at(setting->method)->options[i].required;
    if (setting->method != METHOD_COUNT && !needs && setting->method != METHOD_COPELAND &&
        setting->method != METHOD_BENEFIT_OF_DOUBT)
        return true;
    size_t count = method_names(stage, names, METHOD_COUNT);
    size_t near = text_nearest(text_of(name), names, count);
    err_set(&err, ERR_OPTION_VALUE,
            setting->method == METHOD_COUNT ? "%s: there is no method %s to %s by"
                                            : "%s: %s cannot stand here without options",
            origin(asked->session), name, stage == METHOD_NORMALISE ? "normalise" : "aggregate");
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    else
        err_hint(&err, "tidemark help methods lists them");
    return session_fail(asked->session, &err);
}

static bool read_points(struct asked *asked, const char *text, struct robust_setting *setting)
{
    const char *parts[SETTINGS_MAX];
    size_t count = split(asked->session, text, '/', parts, SETTINGS_MAX);
    double *points = arena_alloc(asked->session->arena, SETTINGS_MAX, sizeof *points);
    if (count == SIZE_MAX || !points)
        return wrong(asked->session, "levels have too many points", "levels=0/15/40/70/100");
    for (size_t i = 0; i < count; i++) {
        if (number_parse(parts[i], strlen(parts[i]), &points[i]) != NUMBER_OK ||
            (i > 0 && points[i] <= points[i - 1]))
            return wrong(asked->session, "points of levels are rising numbers",
                         "levels=0/25/50/75/100+0/15/40/70/100");
    }
    *setting = (struct robust_setting){.label = text, .points = points, .point_count = count};
    return true;
}

static bool add_choice(struct asked *asked, enum robust_case_kind kind, const char *list)
{
    struct err err;
    const char *parts[SETTINGS_MAX];
    size_t count = split(asked->session, list, '+', parts, SETTINGS_MAX);
    if (count == SIZE_MAX || asked->count == CHOICES_MAX)
        return wrong(asked->session, "there is too much to choose from", "fewer settings");
    struct robust_setting *settings = arena_alloc(asked->session->arena, count, sizeof *settings);
    if (!settings)
        return out_of_memory(asked->session);
    for (size_t i = 0; i < count; i++)
        if (!(kind == ROBUST_CASE_LEVELS
                  ? read_points(asked, parts[i], &settings[i])
                  : read_method(asked,
                                kind == ROBUST_CASE_NORMALISE ? METHOD_NORMALISE : METHOD_AGGREGATE,
                                parts[i], &settings[i])))
            return false;
    struct robust_choice *choice = &asked->choices[asked->count++];
    *choice = (struct robust_choice){kind, settings, count};
    if (!robust_case_fits(asked->reading->score, choice, &err))
        return session_fail(asked->session, &err);
    text_add_format(&asked->words, "%s%s (%s)", asked->words.length > 0 ? ", " : "",
                    robust_case_name(kind), list);
    return true;
}

/* All read, and each source without which something is read otherwise left out. */
static bool add_sources(struct asked *asked)
{
    struct session *session = asked->session;
    const struct panel *panel = asked->reading->panel;
    const struct sources *sources = panel->project->sources;
    bool *used = arena_alloc(session->arena, sources->count + 1, sizeof *used);
    struct robust_setting *settings =
        arena_alloc(session->arena, sources->count + 1, sizeof *settings);
    if (!used || !settings)
        return out_of_memory(session);
    for (uint32_t i = 0; i < panel->indicators; i++)
        for (size_t row = 0; asked->reading->score->compile->read[i] && row < panel->rows; row++) {
            struct observation made;
            if (!panel_observation(panel, i, row, &made))
                continue;
            uint32_t family = sources->items[made.source].of;
            used[family == UINT32_MAX ? made.source : family] = true;
        }
    size_t count = 0;
    settings[count++] = (struct robust_setting){.label = "all", .source = UINT32_MAX};
    for (uint32_t i = 0; i < sources->count; i++)
        if (used[i])
            settings[count++] = (struct robust_setting){.label = sources->items[i].id, .source = i};
    if (count < 3)
        return wrong(session, "there is one source, and without it nothing is left",
                     "leave sources out");
    asked->choices[asked->count++] = (struct robust_choice){ROBUST_CASE_SOURCES, settings, count};
    text_add_string(&asked->words, asked->words.length > 0 ? ", " : "");
    text_add_format(&asked->words,
                    chart_words(asked->language, "one of %zu sources left out, or none"),
                    count - 1);
    return true;
}

static bool set_noise(struct asked *asked, const char *share)
{
    asked->noise = NOISE;
    if (share && (number_parse(share, strlen(share), &asked->noise) != NUMBER_OK ||
                  asked->noise <= 0 || asked->noise > 1))
        return wrong(asked->session, "the share of weights is from above 0 to 1", "weights=0.25");
    text_add_string(&asked->words, asked->words.length > 0 ? ", " : "");
    text_add_format(&asked->words, chart_words(asked->language, "weights by up to %g %%"),
                    asked->noise * 100);
    return true;
}

static bool read_word(struct asked *asked, const char *word)
{
    enum robust_case_kind kind;
    const char *equals = strchr(word, '=');
    const char *name =
        equals ? arena_text(asked->session->arena, word, (size_t)(equals - word)) : word;
    if (!name)
        return out_of_memory(asked->session);
    if (strcmp(word, "values") == 0) {
        asked->values = true;
        say(asked, "values within their own intervals");
        return true;
    }
    if (strcmp(name, "weights") == 0)
        return set_noise(asked, equals ? equals + 1 : NULL);
    if (!robust_case_of(name, &kind))
        return wrong(asked->session,
                     arena_printf(asked->session->arena, "\"%s\" is nothing that can vary", word),
                     "values, weights=0.25, normalise=goalposts+minmax, aggregate=mean+geometric, "
                     "levels=0/25/50/75/100+0/15/40/70/100, sources");
    if (kind == ROBUST_CASE_SOURCES)
        return equals ? wrong(asked->session, "sources takes no settings", "write sources alone")
                      : add_sources(asked);
    return equals ? add_choice(asked, kind, equals + 1)
                  : wrong(asked->session,
                          arena_printf(asked->session->arena, "%s wants its settings", name),
                          "normalise=goalposts+minmax");
}

/* What the rule has of values and weights. */
static bool read_default(struct asked *asked)
{
    const struct score *score = asked->reading->score;
    asked->values = score_draws_cells(score, 0, score->panel->rows) > 0;
    if (asked->values)
        say(asked, "values within their own intervals");
    struct err err;
    const struct score *cases[] = {score};
    const struct robust_options options = {
        .item = asked->item, .noise = NOISE, .cases = cases, .case_count = 1};
    if (robust_plan_make(asked->session->arena, &options, &err))
        return set_noise(asked, NULL);
    if (asked->values || err.code != ERR_ROBUST_FIXED)
        return err.code == ERR_ROBUST_FIXED || session_fail(asked->session, &err);
    return session_fail(asked->session, &err);
}

static bool read_list(struct asked *asked, const char *list)
{
    const char *words[SETTINGS_MAX];
    if (!list)
        return read_default(asked);
    size_t count = split(asked->session, list, ',', words, SETTINGS_MAX);
    if (count == SIZE_MAX)
        return wrong(asked->session, "the list is too long", "fewer words");
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcspn(words[i], "=") == strcspn(words[j], "=") &&
                strncmp(words[i], words[j], strcspn(words[i], "=")) == 0)
                return wrong(asked->session, "something stands there twice", "each once");
        if (!read_word(asked, words[i]))
            return false;
    }
    return true;
}

/* The scores of all combinations, the first choice varying fastest; NULL, said. */
static const struct score *const *make_cases(struct asked *asked, size_t *count)
{
    struct err err;
    struct session *session = asked->session;
    size_t settings[CHOICES_MAX] = {0};
    *count = 1;
    for (size_t i = 0; i < asked->count; i++)
        *count *= asked->choices[i].count;
    if (*count > CASES_MAX) {
        wrong(session, "there are more than 512 combinations of what is chosen", "fewer settings");
        return NULL;
    }
    const struct score **cases = arena_alloc(session->arena, *count, sizeof(struct score *));
    for (size_t c = 0; cases && c < *count; c++) {
        size_t rest = c;
        for (size_t i = 0; i < asked->count; i++) {
            settings[i] = rest % asked->choices[i].count;
            rest /= asked->choices[i].count;
        }
        cases[c] = asked->count == 0
                       ? asked->reading->score
                       : robust_case_make(session->arena, asked->reading->score, asked->choices,
                                          settings, asked->count, &err);
        if (!cases[c]) {
            session_fail(session, &err);
            return NULL;
        }
    }
    if (!cases)
        out_of_memory(session);
    return cases;
}

static const struct robust_plan *make_plan(struct asked *asked)
{
    struct err err;
    struct session *session = asked->session;
    struct robust_input choices[CHOICES_MAX];
    size_t case_count;
    const struct score *const *cases = make_cases(asked, &case_count);
    if (!cases)
        return NULL;
    for (size_t i = 0; i < asked->count; i++) {
        const char **labels = arena_alloc(session->arena, asked->choices[i].count, sizeof *labels);
        for (size_t s = 0; labels && s < asked->choices[i].count; s++)
            labels[s] = asked->choices[i].settings[s].label;
        choices[i] = (struct robust_input){.name = robust_case_name(asked->choices[i].kind),
                                           .kind = ROBUST_CHOICE,
                                           .settings = asked->choices[i].count,
                                           .labels = labels};
        if (!labels) {
            out_of_memory(session);
            return NULL;
        }
    }
    const struct robust_options options = {.item = asked->item,
                                           .values = asked->values,
                                           .noise = asked->noise,
                                           .choices = choices,
                                           .choice_count = asked->count,
                                           .cases = cases,
                                           .case_count = case_count};
    const struct robust_plan *plan = robust_plan_make(session->arena, &options, &err);
    if (!plan)
        session_fail(session, &err);
    return plan;
}

bool robust_ask_make(struct session *session, const struct reading *reading, size_t item,
                     const char *list, struct robust_ask *ask, const char **words)
{
    struct asked asked = {.session = session, .reading = reading, .item = item};
    if (session->opt->lang)
        chart_words_language(session->opt->lang, &asked.language);
    const struct robust_plan *plan = read_list(&asked, list) ? make_plan(&asked) : NULL;
    *words = plan && !asked.words.failed
                 ? arena_text(session->arena, asked.words.bytes, asked.words.length)
                 : NULL;
    text_buffer_free(&asked.words);
    if (!plan)
        return false;
    *ask = (struct robust_ask){.plan = plan,
                               .nominal = reading->score,
                               .runs = (size_t)session->opt->draws,
                               .seed = (uint64_t)session->opt->seed,
                               .threads = (unsigned)session->opt->threads,
                               .kernel = session->kernel,
                               .first = reading->first,
                               .last = reading->last};
    return (session_countries(session, &ask->countries, &ask->country_count) && *words) ||
           (!*words && out_of_memory(session));
}

bool robust_ask_item(struct session *session, const struct score *score, const char *name,
                     size_t *item)
{
    struct err err;
    name = name ? name : "index";
    *item = score_item(score, text_of(name));
    if (*item != SIZE_MAX && score->eligible[*item] && !score->compile->items[*item].text)
        return true;
    err_set(&err, ERR_ITEM_UNKNOWN,
            *item == SIZE_MAX ? "there is no result, pillar, group or indicator \"%s\""
                              : "%s has no number under this rule",
            name);
    err_hint(&err, "tidemark explain lists the items of a score");
    return session_fail(session, &err);
}
