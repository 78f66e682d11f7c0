#include "score/rule_formula.h"

#include "score/rule_method.h"

#include <string.h>

/* A panel function goes over the frames that methods go over. */
static bool check_frames(struct rule_reader *reader, const struct rule_function *function,
                         const struct formula *formula)
{
    for (size_t i = 0; i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        if (step->op < FORMULA_RANK || step->op > FORMULA_MINMAX)
            continue;
        const struct err_place place = {.file = formula->file, .line = step->line};
        bool placed = formula->file && step->line > 0;
        if (!rule_method_frame_named(reader, text_of(step->text), "over", function->path,
                                     placed ? &place : NULL))
            return false;
    }
    return true;
}

static const struct formula *trace(struct rule_reader *reader, const struct rule_function *function,
                                   const char *node)
{
    const struct formula_host *host = reader->host ? &reader->host->formulas : NULL;
    const struct rule *rule = reader->rule;
    if (!host || !host->trace) {
        script_reader_error(
            &reader->script, ERR_RULE_UNSUPPORTED, function->path,
            node ? "write tide.mean() or tide.geometric { floor = 1 }"
                 : "write the rule with normalise, pillar, group, at and index",
            "`%s` is a function, but rules are tables in this version: formulas are not "
            "supported",
            function->path);
        return NULL;
    }
    const char **uses = script_reader_alloc(&reader->script, rule->use_count, sizeof *uses);
    if (!uses)
        return NULL;
    for (size_t i = 0; i < rule->use_count; i++)
        uses[i] = rule->uses[i].name;
    struct err err = {0};
    const struct formula *formula =
        host->trace(host->context, reader->script.arena, function->value, reader->codebook, node,
                    uses, rule->use_count, &err);
    /* A function that no script wrote stands where the rule names it. */
    if (!formula && err.place.line == 0)
        err.place.file = NULL;
    if (!formula)
        script_reader_add(&reader->script, &err, function->path);
    return formula && check_frames(reader, function, formula) ? formula : NULL;
}

/* Says what the function at path returns instead of what it should. */
static void refuse(struct rule_reader *reader, const struct rule_function *function,
                   const struct formula *formula, const char *hint, const char *sentence)
{
    struct err err;
    err_set(&err, ERR_RULE_VALUE, "%s", sentence);
    if (hint)
        err_hint(&err, "%s", hint);
    if (formula->file && formula->line)
        err_at(&err, (struct err_place){.file = formula->file, .line = formula->line});
    script_reader_add(&reader->script, &err, function->path);
}

const struct formula *rule_formula_node(struct rule_reader *reader,
                                        const struct rule_function *function, const char *node)
{
    const struct formula *formula = trace(reader, function, node);
    if (!formula)
        return NULL;
    const struct formula_result *result = formula->results;
    const char *returned = NULL;
    if (formula->result_count == 0)
        returned = "nothing";
    else if (formula->result_count > 1 || *result->name)
        returned = "named results";
    else if (result->text)
        returned = "a text";
    else if (result->low != FORMULA_NONE || result->high != FORMULA_NONE)
        returned = "an interval";
    if (!returned)
        return formula;
    refuse(reader, function, formula, "results with names are for `score`",
           script_reader_kept(&reader->script,
                              arena_printf(reader->script.arena,
                                           "the function at `%s` returns %s, but one number "
                                           "was expected: the value of %s",
                                           function->path, returned, node)));
    return NULL;
}

/* A name that rows and other rules can use: an id, but words that only ids must not take may be
 * results. */
static bool is_result_name(const char *name)
{
    bool letter = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z');
    for (const char *c = name; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              *c == '_'))
            return false;
    return letter && strcmp(name, "index") != 0;
}

const struct formula *rule_formula_score(struct rule_reader *reader,
                                         const struct rule_function *function)
{
    const struct formula *formula = trace(reader, function, NULL);
    if (!formula)
        return NULL;
    if (formula->result_count == 0) {
        refuse(reader, function, formula, "end it with return …, a number or a table of results",
               "the function at `score` never returns a result");
        return NULL;
    }
    for (size_t i = 0; i < formula->result_count; i++) {
        const char *name = formula->results[i].name;
        if (is_result_name(name) || (formula->result_count == 1 && !*name))
            continue;
        bool index = strcmp(name, "index") == 0;
        refuse(reader, function, formula,
               index ? "give it another name, and say headline = \"NAME\""
                     : "a name begins with a letter and has a-z, A-Z, 0-9 and _",
               script_reader_kept(
                   &reader->script,
                   arena_printf(reader->script.arena, "`score` returns a result named \"%s\"%s",
                                name, index ? ", which is the name of the headline itself" : "")));
        return NULL;
    }
    return formula;
}

void rule_formula_reach(const struct formula *formula, size_t result, bool *used)
{
    memset(used, 0, formula->step_count * sizeof *used);
    if (formula->step_count == 0 || formula->results[result].value == FORMULA_NONE)
        return;
    used[formula->results[result].value] = true;
    for (size_t i = formula->step_count; i-- > 0;) {
        const struct formula_step *step = &formula->steps[i];
        for (uint32_t k = 0; used[i] && k < step->count; k++)
            used[formula->operands[step->first + k]] = true;
    }
}
