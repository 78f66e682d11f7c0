#include "scenario/scenario_branch.h"

#include <string.h>

/* Factors on levers, or on what any of them does to an indicator. */
static void check_scales(struct assumption_reader *reader, const struct scenario_branch *branch,
                         const char *path)
{
    for (size_t i = 0; i < branch->scale_count; i++)
        if (branch->scales[i].kind == LEVER_SCALE_RAISES)
            script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path,
                                "write scale = { D4 = 0.5 }, { cs_ngo_law = 0.5 } for what levers "
                                "do to it, or 0.5 for all levers",
                                "`%s` names what no lever of its own raises", path);
}

static void read_branch(struct assumption_reader *reader, const struct value *table,
                        const char *path, struct scenario_branch *branch)
{
    const struct value *weight = value_field(table, "weight"), *scale = value_field(table, "scale");
    const struct value *effects = value_field(table, "effects");
    assumption_fields(reader, table, path, FIELD_BRANCH);
    branch->name = assumption_text(reader, table, path, "name", "");
    branch->because = assumption_text(reader, table, path, "because", "");
    if (weight)
        assumption_share(reader, weight, assumption_path(reader, path, "weight"), &branch->weight);
    if (scale) {
        branch->scales = assumption_scales(reader, scale, assumption_path(reader, path, "scale"),
                                           &branch->scale_count);
        check_scales(reader, branch, assumption_path(reader, path, "scale"));
    }
    if (effects)
        branch->effects = assumption_effects(
            reader, effects, assumption_path(reader, path, "effects"), &branch->effect_count);
    if ((scale || effects) && !value_field(table, "because"))
        assumption_unfounded(reader, path, field_group(FIELD_BRANCH)->what);
}

void scenario_branch_read(struct assumption_reader *reader, struct scenario *scenario,
                          const struct value *value)
{
    size_t errors = reader->script.list->errors;
    size_t count = assumption_list(reader, value, "branches");
    double sum = 0;
    struct scenario_branch *branches =
        script_reader_alloc(&reader->script, count, sizeof *branches);
    for (size_t i = 0; branches && i < count; i++) {
        const char *path = script_reader_item(&reader->script, "branches", i + 1);
        const struct value *item = value_item(value, i + 1);
        branches[i].name = branches[i].because = "";
        if (!assumption_table(reader, item, path, "a table"))
            continue;
        read_branch(reader, item, path, &branches[i]);
        sum += branches[i].weight;
        for (size_t k = 0; k < i; k++)
            if (*branches[i].name && strcmp(branches[k].name, branches[i].name) == 0)
                script_reader_error(&reader->script, ERR_SCENARIO_VALUE,
                                    assumption_path(reader, path, "name"), NULL,
                                    "two branches are named \"%s\"", branches[i].name);
    }
    scenario->branches = branches;
    scenario->branch_count = branches ? count : 0;
    if (count > 0 && reader->script.list->errors == errors)
        assumption_weights(reader, "branches", sum);
}
