#include "scenario/lever.h"

#include "scenario/assumption.h"
#include "scenario/lever_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A lever or part while it is read: where it comes from. */
struct origin {
    const struct lever_file *file;
    const struct value *value;
    const char *path; /* "" or "parts.a" */
};

struct reading {
    struct arena *arena;
    const struct project *project;
    struct err_list *list;
    struct lever *items;
    struct origin *origins;
    struct levers levers;
    bool incomplete;
};

uint32_t lever_find(const struct levers *levers, struct text id)
{
    for (size_t i = 0; i < levers->count; i++)
        if (text_is(id, levers->items[i].id))
            return (uint32_t)i;
    return LEVER_NONE;
}

static struct assumption_reader reader_of(const struct reading *reading,
                                          const struct lever_file *file)
{
    return (struct assumption_reader){.script = {.arena = reading->arena,
                                                 .list = reading->list,
                                                 .file = file->file,
                                                 .source = file->text,
                                                 .option = ERR_SCENARIO_OPTION,
                                                 .value = ERR_SCENARIO_VALUE},
                                      .project = reading->project,
                                      .levers = &reading->levers,
                                      .half_life_months = INFINITY,
                                      .incomplete = reading->incomplete};
}

/* The parts of a whole, none where it has none or they are no table. */
static const struct value *parts_of(const struct value *value)
{
    const struct value *parts = value_field(value, "parts");
    return parts && parts->kind == VALUE_TABLE ? parts : NULL;
}

/* Whether an id can be a lever's; else an error at path. */
static bool check_id(const struct reading *reading, struct assumption_reader *reader,
                     const char *path, const char *id)
{
    if (!text_is_id(text_of(id))) {
        script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path,
                            "the file's name is the lever's id: letters, digits and _",
                            "\"%s\" cannot be the id of a lever", id);
        return false;
    }
    if (map_get(reading->project->codebook->by_id, text_of(id)) != MAP_NONE) {
        script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path, "give it another name",
                            "\"%s\" is in the codebook, so it cannot be a lever, too", id);
        return false;
    }
    if (lever_find(&reading->levers, text_of(id)) != LEVER_NONE) {
        script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path, "give one another name",
                            "there are two levers \"%s\"", id);
        return false;
    }
    return true;
}

/* Adds a lever or part by its id alone. */
static void announce(struct reading *reading, const char *id, uint32_t whole, struct origin origin)
{
    reading->origins[reading->levers.count] = origin;
    reading->items[reading->levers.count++] =
        (struct lever){.id = id, .part_of = whole, .file = origin.file->file};
}

static void announce_file(struct reading *reading, const struct lever_file *file)
{
    struct assumption_reader reader = reader_of(reading, file);
    uint32_t whole = (uint32_t)reading->levers.count;
    const struct value *parts = parts_of(file->value);
    if (file->value->kind != VALUE_TABLE) {
        script_reader_error(&reader.script, ERR_SCRIPT_RESULT, "", "end the file with return { … }",
                            "a lever returns a table, but this script returns %s",
                            script_reader_shown(&reader.script, file->value));
        reading->incomplete = true;
        return;
    }
    if (!assumption_kind(&reader, file->value, FIELD_LEVER) ||
        !check_id(reading, &reader, "", file->id)) {
        reading->incomplete = true;
        return;
    }
    announce(reading, file->id, LEVER_NONE, (struct origin){file, file->value, ""});
    for (size_t i = 0; parts && i < parts->count; i++) {
        const struct value *key = &parts->pairs[i].key;
        if (key->kind != VALUE_TEXT || parts->pairs[i].value.kind != VALUE_TABLE) {
            script_reader_error(&reader.script, ERR_SCENARIO_VALUE, "parts",
                                "write parts = { a = { effects = { … } }, b = { … } }",
                                "`parts` has something that is no part");
            continue;
        }
        const char *path = script_reader_path(&reader.script, "parts", key->text);
        const char *id = script_reader_kept(&reader.script,
                                            arena_printf(reading->arena, "%s%.*s", file->id,
                                                         (int)key->text.length, key->text.bytes));
        if (check_id(reading, &reader, path, id))
            announce(reading, id, whole, (struct origin){file, &parts->pairs[i].value, path});
    }
}

static const char *const *read_evidence(struct assumption_reader *reader, const struct value *value,
                                        const char *path)
{
    size_t count = value && value->kind == VALUE_TABLE ? value_length(value) : value ? 1 : 0;
    const char **texts = script_reader_alloc(&reader->script, count + 1, sizeof *texts);
    size_t used = 0;
    for (size_t i = 0; texts && i < count; i++) {
        const struct value *item = value->kind == VALUE_TABLE ? value_item(value, i + 1) : value;
        if (item->kind == VALUE_TEXT)
            texts[used++] = script_reader_text(&reader->script, item->text);
        else
            script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path, NULL,
                                "`%s` has %s, but texts were expected", path,
                                script_reader_shown(&reader->script, item));
    }
    if (value && value->kind == VALUE_TABLE && value->count != count)
        script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path,
                            "write { \"one work\", \"another\" }",
                            "`%s` is a table with names, but a list of texts was expected", path);
    return texts;
}

static void read_side(struct assumption_reader *reader, const struct value *table,
                      struct lever *lever)
{
    static const char *const sides[] = {"governments", "partners"};
    lever->side = assumption_text(reader, table, "", "side", "");
    if (!*lever->side || strcmp(lever->side, sides[0]) == 0 || strcmp(lever->side, sides[1]) == 0)
        return;
    script_reader_error(&reader->script, ERR_SCENARIO_VALUE, "side",
                        script_reader_near(&reader->script, text_of(lever->side), NULL, sides, 2),
                        "`side` is \"%s\", but \"governments\" or \"partners\" was expected",
                        lever->side);
}

static void read_interaction(struct assumption_reader *reader, const struct value *table,
                             const char *path, struct lever_interaction *interaction)
{
    const struct value *when = value_field(table, "when"), *after = value_field(table, "after");
    const struct value *unless = value_field(table, "unless"), *scale = value_field(table, "scale");
    const struct value *effects = value_field(table, "effects");
    assumption_fields(reader, table, path, FIELD_INTERACTION);
    interaction->because = assumption_text(reader, table, path, "because", "");
    if (when && after)
        script_reader_error(
            &reader->script, ERR_SCENARIO_VALUE, assumption_path(reader, path, "after"),
            "write when = { \"R6\", \"foreign_agent_law\" }", "`after` and `when` stand together");
    if (when || after)
        interaction->when = assumption_name_causes(
            reader, when ? when : after, assumption_path(reader, path, when ? "when" : "after"),
            &interaction->when_count);
    if (unless)
        interaction->unless = assumption_name_causes(
            reader, unless, assumption_path(reader, path, "unless"), &interaction->unless_count);
    if (!when && !after && !unless)
        script_reader_error(&reader->script, ERR_SCENARIO_LACKS, path,
                            "write when = \"R6\", unless = \"R6\" or after = \"a_step\"",
                            "an interaction does not say on what it depends");
    if (scale)
        interaction->scales = assumption_scales(
            reader, scale, assumption_path(reader, path, "scale"), &interaction->scale_count);
    if (effects)
        interaction->effects = assumption_effects(
            reader, effects, assumption_path(reader, path, "effects"), &interaction->effect_count);
    if (!scale && !effects)
        script_reader_error(&reader->script, ERR_SCENARIO_LACKS, path,
                            "write scale = 0.5, or effects = { … }",
                            "an interaction changes nothing: it has neither scale nor effects");
}

static void read_interactions(struct assumption_reader *reader, const struct value *value,
                              const char *path, struct lever *lever)
{
    size_t count = assumption_list(reader, value, path);
    struct lever_interaction *items = script_reader_alloc(&reader->script, count, sizeof *items);
    for (size_t i = 0; items && i < count; i++) {
        const char *inner = script_reader_item(&reader->script, path, i + 1);
        const struct value *item = value_item(value, i + 1);
        if (assumption_table(reader, item, inner, "a table"))
            read_interaction(reader, item, inner, &items[i]);
    }
    lever->interactions = items;
    lever->interaction_count = items ? count : 0;
}

static void read_alternative(struct assumption_reader *reader, const struct value *table,
                             const char *path, struct lever_mix *mix)
{
    const struct value *weight = value_field(table, "weight"), *scale = value_field(table, "scale");
    const struct value *effects = value_field(table, "effects");
    assumption_fields(reader, table, path, FIELD_MIX);
    mix->because = assumption_text(reader, table, path, "because", "");
    if (weight)
        assumption_share(reader, weight, assumption_path(reader, path, "weight"), &mix->weight);
    if (scale)
        mix->scales = assumption_scales(reader, scale, assumption_path(reader, path, "scale"),
                                        &mix->scale_count);
    if (effects)
        mix->effects = assumption_effects(reader, effects, assumption_path(reader, path, "effects"),
                                          &mix->effect_count);
    if ((scale || effects) && !value_field(table, "because"))
        assumption_unfounded(reader, path, field_group(FIELD_MIX)->what);
}

static void read_mix(struct assumption_reader *reader, const struct value *value, const char *path,
                     struct lever *lever)
{
    size_t count = assumption_list(reader, value, path), errors = reader->script.list->errors;
    struct lever_mix *items = script_reader_alloc(&reader->script, count, sizeof *items);
    double sum = 0;
    for (size_t i = 0; items && i < count; i++) {
        const char *inner = script_reader_item(&reader->script, path, i + 1);
        const struct value *item = value_item(value, i + 1);
        if (assumption_table(reader, item, inner, "a table"))
            read_alternative(reader, item, inner, &items[i]);
        sum += items[i].weight;
    }
    lever->mix = items;
    lever->mix_count = items ? count : 0;
    if (count > 0 && reader->script.list->errors == errors)
        assumption_weights(reader, path, sum);
}

/* The node that scales a lever: one whose indicators no outcome can be among. */
static void read_scaled_by(struct assumption_reader *reader, const struct value *value,
                           struct lever *lever)
{
    const struct codebook *codebook = reader->project->codebook;
    const char **ids = script_reader_alloc(&reader->script, codebook->node_count, sizeof *ids);
    uint32_t node = value->kind == VALUE_TEXT ? map_get(codebook->by_id, value->text) : MAP_NONE;
    size_t count = 0;
    for (size_t i = 0; ids && i < codebook->node_count; i++)
        if (codebook->nodes[i].role != ROLE_OUTCOME)
            ids[count++] = codebook->nodes[i].id;
    if (node != MAP_NONE && codebook->nodes[node].role != ROLE_OUTCOME) {
        lever->scaled_by = node;
        return;
    }
    const char *hint = value->kind == VALUE_TEXT && ids
                           ? script_reader_near(&reader->script, value->text, NULL, ids, count)
                           : NULL;
    if (node != MAP_NONE)
        script_reader_error(&reader->script, ERR_SCENARIO_NAME, "scaled_by",
                            "name what stands in a pillar with the role lever or context",
                            "`scaled_by` is %s, an outcome: levers would scale themselves",
                            codebook->nodes[node].id);
    else
        script_reader_error(&reader->script, ERR_SCENARIO_NAME, "scaled_by", hint,
                            "`scaled_by` is %s, but the id of a pillar, group or indicator was "
                            "expected",
                            script_reader_shown(&reader->script, value));
}

static void read_saturate(struct assumption_reader *reader, const struct value *value,
                          const char *path, struct lever *lever)
{
    if (value->kind == VALUE_BOOLEAN) {
        lever->saturate = value->boolean;
        return;
    }
    script_reader_error(&reader->script, ERR_SCENARIO_VALUE, path, NULL,
                        "`%s` is %s, but true or false was expected", path,
                        script_reader_shown(&reader->script, value));
}

/* What a lever and a part have in common. What is not there stays as it was. */
static void read_common(struct assumption_reader *reader, const struct value *table,
                        const char *path, struct lever *lever)
{
    const struct value *effects = value_field(table, "effects");
    const struct value *raises = value_field(table, "raises"), *mix = value_field(table, "mix");
    const struct value *interactions = value_field(table, "interactions");
    const struct value *chance = value_field(table, "chance");
    const struct value *saturate = value_field(table, "saturate");
    assumption_half_life(reader, table, path, &reader->half_life_months);
    if (saturate)
        read_saturate(reader, saturate, assumption_path(reader, path, "saturate"), lever);
    if (effects)
        lever->effects = assumption_effects(
            reader, effects, assumption_path(reader, path, "effects"), &lever->effect_count);
    if (raises)
        lever->raises = assumption_raises(reader, raises, assumption_path(reader, path, "raises"),
                                          &lever->raise_count);
    if (mix)
        read_mix(reader, mix, assumption_path(reader, path, "mix"), lever);
    if (interactions)
        read_interactions(reader, interactions, assumption_path(reader, path, "interactions"),
                          lever);
    if (chance) {
        size_t countries = reader->project->country_count;
        double *own = script_reader_alloc(&reader->script, countries, sizeof *own);
        for (size_t i = 0; own && i < countries; i++)
            own[i] = NAN;
        if (own)
            assumption_chances(reader, chance, assumption_path(reader, path, "chance"), own);
        lever->chance = own;
    }
    lever->evidence = read_evidence(reader, value_field(table, "evidence"),
                                    assumption_path(reader, path, "evidence"));
}

static void read_whole(struct reading *reading, struct assumption_reader *reader, size_t at)
{
    struct lever *lever = &reading->items[at];
    const struct value *table = reading->origins[at].value;
    const struct value *scaled_by = value_field(table, "scaled_by");
    size_t countries = reading->project->country_count, errors = reader->script.list->errors;
    double *chance = script_reader_alloc(&reader->script, countries, sizeof *chance);
    for (size_t i = 0; chance && i < countries; i++)
        chance[i] = NAN;
    lever->chance = chance;
    lever->scaled_by = CODEBOOK_NONE;
    assumption_fields(reader, table, "", FIELD_LEVER);
    lever->title = assumption_text(reader, table, "", "title", lever->id);
    lever->actor = assumption_text(reader, table, "", "actor", "");
    lever->because = assumption_text(reader, table, "", "because", "");
    lever->mechanism = assumption_text(reader, table, "", "mechanism", "");
    read_side(reader, table, lever);
    if (scaled_by)
        read_scaled_by(reader, scaled_by, lever);
    if (value_field(table, "parts") && !parts_of(table))
        assumption_table(reader, value_field(table, "parts"), "parts", "a table of parts");
    read_common(reader, table, "", lever);
    if (reader->script.list->errors == errors && !value_field(table, "effects") &&
        !value_field(table, "raises") && !parts_of(table) && !value_field(table, "interactions"))
        script_reader_error(&reader->script, ERR_SCENARIO_MOVES, "",
                            "write effects = { … }, raises = { … } or parts = { … }",
                            "a lever moves nothing and raises nothing");
}

/* A part begins as its whole, but moves only what it says itself. */
static void read_part(struct reading *reading, struct assumption_reader *reader, size_t at)
{
    struct lever *part = &reading->items[at];
    const struct lever *whole = &reading->items[part->part_of];
    const struct origin *origin = &reading->origins[at];
    const char *title =
        script_reader_kept(&reader->script, arena_printf(reading->arena, "%s (%s)", whole->title,
                                                         part->id + strlen(whole->id)));
    *part = (struct lever){.id = part->id,
                           .part_of = part->part_of,
                           .file = part->file,
                           .side = whole->side,
                           .chance = whole->chance,
                           .scaled_by = whole->scaled_by,
                           .saturate = whole->saturate};
    assumption_fields(reader, origin->value, origin->path, FIELD_PART);
    part->title = assumption_text(reader, origin->value, origin->path, "title", title);
    part->actor = assumption_text(reader, origin->value, origin->path, "actor", whole->actor);
    part->because = assumption_text(reader, origin->value, origin->path, "because", whole->because);
    part->mechanism = assumption_text(reader, origin->value, origin->path, "mechanism", "");
    read_common(reader, origin->value, origin->path, part);
}

/* The default half-life of a file's whole, for its parts. */
static void read_all(struct reading *reading)
{
    double half_life_months = INFINITY;
    for (size_t i = 0; i < reading->levers.count; i++) {
        struct assumption_reader reader = reader_of(reading, reading->origins[i].file);
        if (reading->items[i].part_of == LEVER_NONE) {
            read_whole(reading, &reader, i);
            half_life_months = reader.half_life_months;
        } else {
            reader.half_life_months = half_life_months;
            read_part(reading, &reader, i);
        }
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct lever_file *)a)->id, ((const struct lever_file *)b)->id);
}

const struct levers *lever_read(struct arena *arena, const struct project *project,
                                const struct lever_file *files, size_t count, struct err_list *list)
{
    size_t errors = list->errors, room = count;
    for (size_t i = 0; i < count; i++)
        room += parts_of(files[i].value) ? parts_of(files[i].value)->count : 0;
    struct reading reading = {.arena = arena, .project = project, .list = list};
    struct lever_file *sorted = arena_grow(arena, files, count, count, sizeof *sorted);
    struct levers *levers = arena_alloc(arena, 1, sizeof *levers);
    reading.items = arena_alloc(arena, room, sizeof *reading.items);
    reading.origins = arena_alloc(arena, room, sizeof *reading.origins);
    if (!sorted || !levers || !reading.items || !reading.origins) {
        list->out_of_memory = true;
        return NULL;
    }
    reading.levers.items = reading.items;
    qsort(sorted, count, sizeof *sorted, by_id);
    for (size_t i = 0; i < count; i++)
        announce_file(&reading, &sorted[i]);
    read_all(&reading);
    *levers = reading.levers;
    for (size_t i = 0; list->errors == errors && i < levers->count; i++) {
        struct assumption_reader reader = reader_of(&reading, reading.origins[i].file);
        lever_check(&reader, levers, (uint32_t)i, reading.origins[i].path);
    }
    return list->errors > errors || list->out_of_memory ? NULL : levers;
}
