#include "cli/robust_ask.h"

#include "chart/chart_words.h"
#include "cli/robust_words.h"
#include "robust/robust_case.h"
#include "score/score_draws.h"

#include <string.h>

/* More cases than this take too long to make, and say nothing that fewer do not. */
enum { CHOICES_MAX = 8, CASES_MAX = 512 };

/* What is to vary. */
struct asked {
    struct session *session;
    const struct reading *reading;
    size_t item;
    bool from_rule;
    bool values;
    bool imputed;
    double noise;
    double concentration;
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

/* Says what is wrong, in the rule's file where the rule says what varies. */
static bool fail(struct asked *asked, struct err *err)
{
    if (asked->from_rule && !err->place.file)
        err_at(err, (struct err_place){.file = asked->reading->score->rule->file});
    return session_fail(asked->session, err);
}

static bool cannot_vary(struct asked *asked, const char *what, const char *hint)
{
    struct err err;
    err_set(&err, ERR_ROBUST_FIXED, "%s", what);
    err_hint(&err, "%s", hint);
    return fail(asked, &err);
}

static void comma(struct asked *asked)
{
    text_add_string(&asked->words, asked->words.length > 0 ? ", " : "");
}

static void say(struct asked *asked, const char *what)
{
    comma(asked);
    text_add_string(&asked->words, chart_words(asked->language, what));
}

static void say_noise(struct asked *asked)
{
    comma(asked);
    text_add_format(&asked->words, chart_words(asked->language, "weights by up to %g %%"),
                    asked->noise * 100);
}

static bool add(struct asked *asked, const struct robust_choice *choice)
{
    struct err err;
    if (asked->count == CHOICES_MAX)
        return cannot_vary(asked, "there is too much to choose from", "fewer words");
    asked->choices[asked->count++] = *choice;
    return robust_case_fits(asked->reading->score, choice, &err) ||
           fail(asked, &err);
}

static bool add_choice(struct asked *asked, const struct rule_uncertain *uncertain)
{
    const char *settings = robust_words_settings(asked->session->arena, uncertain);
    if (!settings)
        return out_of_memory(asked->session);
    comma(asked);
    text_add_format(&asked->words, "%s (%s)", rule_uncertain_name(uncertain->kind), settings);
    return add(asked,
               &(struct robust_choice){uncertain->kind, uncertain->alternatives, uncertain->count});
}

/* Settings of what is left out: nothing, and as many as are used. NULL, said, without memory. */
static struct rule_alternative *nothing_left_out(struct asked *asked, size_t most)
{
    struct rule_alternative *settings =
        arena_alloc(asked->session->arena, most + 1, sizeof *settings);
    if (settings)
        settings[0] = (struct rule_alternative){.label = "all", .left_out = UINT32_MAX};
    else
        out_of_memory(asked->session);
    return settings;
}

/* All read, and each source without which something is read otherwise left out. */
static bool add_sources(struct asked *asked)
{
    struct session *session = asked->session;
    const struct panel *panel = asked->reading->panel;
    const struct sources *sources = panel->project->sources;
    bool *used = arena_alloc(session->arena, sources->count + 1, sizeof *used);
    struct rule_alternative *settings = nothing_left_out(asked, sources->count);
    if (!used || !settings)
        return settings ? out_of_memory(session) : false;
    for (uint32_t i = 0; i < panel->indicators; i++)
        for (size_t row = 0; asked->reading->score->compile->read[i] && row < panel->rows; row++) {
            struct observation made;
            if (!panel_observation(panel, i, row, &made))
                continue;
            uint32_t family = sources->items[made.source].of;
            used[family == UINT32_MAX ? made.source : family] = true;
        }
    size_t count = 1;
    for (uint32_t i = 0; i < sources->count; i++)
        if (used[i])
            settings[count++] =
                (struct rule_alternative){.label = sources->items[i].id, .left_out = i};
    if (count < 3)
        return cannot_vary(asked,
                           "sources cannot vary: there is one, and without it nothing is left",
                           "leave sources out of what is uncertain");
    comma(asked);
    text_add_format(&asked->words,
                    chart_words(asked->language, "one of %zu sources left out, or none"),
                    count - 1);
    return add(asked, &(struct robust_choice){RULE_UNCERTAIN_SOURCES, settings, count});
}

/* Whether a coder holds something that the rule reads. */
static bool is_coder_read(const struct asked *asked, const char *coder)
{
    const struct project *project = asked->reading->panel->project;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (made->coder && !made->use && asked->reading->score->compile->read[made->indicator] &&
            strcmp(made->coder, coder) == 0)
            return true;
    }
    return false;
}

/* All read, and each coder left out of whom something is read. */
static bool add_coders(struct asked *asked)
{
    struct session *session = asked->session;
    size_t all, count = 1;
    const char **names = robust_case_coders(session->arena, asked->reading->panel->project, &all);
    if (!names)
        return out_of_memory(session);
    struct rule_alternative *settings = nothing_left_out(asked, all);
    if (!settings)
        return false;
    for (uint32_t i = 0; i < all; i++)
        if (is_coder_read(asked, names[i]))
            settings[count++] = (struct rule_alternative){.label = names[i], .left_out = i};
    if (count < 2)
        return cannot_vary(asked,
                           "coders cannot vary: nothing that the rule reads was coded by somebody "
                           "named",
                           "leave coders out of what is uncertain");
    return add_choice(asked, &(struct rule_uncertain){.kind = RULE_UNCERTAIN_CODERS,
                                                      .alternatives = settings,
                                                      .count = count});
}

static bool add_weights(struct asked *asked, const struct rule_uncertain *uncertain)
{
    if (!uncertain->dirichlet) {
        asked->noise = uncertain->number;
        say_noise(asked);
        return true;
    }
    asked->concentration = uncertain->number;
    comma(asked);
    text_add_format(
        &asked->words,
        chart_words(asked->language, "weights by a Dirichlet distribution of concentration %g"),
        asked->concentration);
    return true;
}

/* A shape of values is a choice of one: all cases have it. */
static bool add_values(struct asked *asked, const struct rule_uncertain *uncertain)
{
    asked->values = true;
    say(asked, "values within their own intervals");
    if (uncertain->count == 0)
        return true;
    text_add_format(&asked->words, " (%s)", uncertain->alternatives->label);
    return add(asked, &(struct robust_choice){RULE_UNCERTAIN_VALUES, uncertain->alternatives, 1});
}

/* What is filled in scatters by draws; cases only say how far. */
static bool add_imputed(struct asked *asked)
{
    static const struct rule_alternative scattered = {.label = "imputed", .left_out = UINT32_MAX};
    asked->imputed = true;
    say(asked, "what is filled in");
    return add(asked, &(struct robust_choice){RULE_UNCERTAIN_IMPUTED, &scattered, 1});
}

/* Conflicts widen the intervals of values in all cases. */
static bool add_conflicts(struct asked *asked)
{
    static const struct rule_alternative widened = {.label = "conflicts", .left_out = UINT32_MAX};
    comma(asked);
    text_add_string(&asked->words,
                    chart_words(asked->language, "as far as sources that disagree say"));
    return add(asked, &(struct robust_choice){RULE_UNCERTAIN_CONFLICTS, &widened, 1});
}

static bool add_uncertain(struct asked *asked, const struct rule_uncertain *uncertain)
{
    switch (uncertain->kind) {
    case RULE_UNCERTAIN_VALUES:
        return add_values(asked, uncertain);
    case RULE_UNCERTAIN_CONFLICTS:
        return add_conflicts(asked);
    case RULE_UNCERTAIN_IMPUTED:
        return add_imputed(asked);
    case RULE_UNCERTAIN_WEIGHTS:
        return add_weights(asked, uncertain);
    case RULE_UNCERTAIN_SOURCES:
        return add_sources(asked);
    case RULE_UNCERTAIN_CODERS:
        return add_coders(asked);
    default:
        return add_choice(asked, uncertain);
    }
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
        .item = asked->item, .noise = RULE_UNCERTAIN_NOISE, .cases = cases, .case_count = 1};
    if (robust_plan_make(asked->session->arena, &options, &err)) {
        asked->noise = RULE_UNCERTAIN_NOISE;
        say_noise(asked);
        return true;
    }
    if (asked->values || err.code != ERR_ROBUST_FIXED)
        return err.code == ERR_ROBUST_FIXED || session_fail(asked->session, &err);
    return session_fail(asked->session, &err);
}

/* What a command line or a design says, else what the rule says, else what it has. */
static bool read_list(struct asked *asked, const char *list)
{
    const struct rule *rule = asked->reading->score->rule;
    const struct rule_uncertain *uncertain = rule->uncertain;
    size_t count = rule->uncertain_count;
    if (list)
        uncertain = robust_words_read(asked->session, rule, list, &count);
    else if (!uncertain || count == 0)
        return read_default(asked);
    asked->from_rule = !list;
    for (size_t i = 0; uncertain && i < count; i++)
        if (!add_uncertain(asked, &uncertain[i]))
            return false;
    for (size_t i = 0; !asked->values && i < asked->count; i++)
        if (asked->choices[i].kind == RULE_UNCERTAIN_CONFLICTS)
            return cannot_vary(asked,
                               "conflicts widen the intervals of values, but values do not vary",
                               "--uncertain values,conflicts");
    return uncertain != NULL;
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
        cannot_vary(asked, "there are more than 512 combinations of what is chosen",
                    "fewer settings");
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
            fail(asked, &err);
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
    size_t case_count, count = 0;
    const struct score *const *cases = make_cases(asked, &case_count);
    if (!cases)
        return NULL;
    for (size_t i = 0; i < asked->count; i++) {
        const char **labels = arena_alloc(session->arena, asked->choices[i].count, sizeof *labels);
        for (size_t s = 0; labels && s < asked->choices[i].count; s++)
            labels[s] = asked->choices[i].settings[s].label;
        /* How values scatter is no input: they are one themselves. */
        if (asked->choices[i].kind != RULE_UNCERTAIN_VALUES &&
            asked->choices[i].kind != RULE_UNCERTAIN_CONFLICTS &&
            asked->choices[i].kind != RULE_UNCERTAIN_IMPUTED)
            choices[count++] =
                (struct robust_input){.name = rule_uncertain_name(asked->choices[i].kind),
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
                                           .imputed = asked->imputed,
                                           .noise = asked->noise,
                                           .concentration = asked->concentration,
                                           .choices = choices,
                                           .choice_count = count,
                                           .cases = cases,
                                           .case_count = case_count};
    const struct robust_plan *plan = robust_plan_make(session->arena, &options, &err);
    if (!plan)
        fail(asked, &err);
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
    const char **ids = arena_alloc(session->arena, score->items, sizeof *ids);
    for (size_t i = 0; ids && i < score->items; i++)
        ids[i] = score_item_id(score, i);
    size_t near =
        ids && *item == SIZE_MAX ? text_nearest(text_of(name), ids, score->items) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", ids[near]);
    else
        err_hint(&err,
                 "tidemark score --level result,pillar,group,indicator --format csv lists them");
    return session_fail(session, &err);
}
