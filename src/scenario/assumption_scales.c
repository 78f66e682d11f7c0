#include "scenario/assumption.h"

#include <math.h>

static bool read_scale(struct assumption_reader *reader, const struct value *value,
                       const char *path, struct lever_scale *scale)
{
    if (!assumption_judged(reader, value, path, false, &scale->factor))
        return false;
    if (fabs(scale->factor.low) > 10 || fabs(scale->factor.high) > 10)
        script_reader_error(&reader->script, reader->script.value, path,
                            "0.5 halves, 2 doubles, 0 takes it away",
                            "`%s` is a factor, but %g is far from 1", path,
                            fabs(scale->factor.low) > 10 ? scale->factor.low : scale->factor.high);
    return true;
}

/* What a factor is on: an indicator, a lever, what is raised. False after an error. */
static bool find_scaled(struct assumption_reader *reader, struct text id, const char *path,
                        struct lever_scale *scale)
{
    const struct codebook *codebook = reader->project->codebook;
    const struct indicator *indicator = codebook_indicator(codebook, id);
    uint32_t lever = lever_find(reader->levers, id);
    if (text_is(id, "raises")) {
        scale->kind = LEVER_SCALE_RAISES;
    } else if (lever != LEVER_NONE) {
        scale->kind = LEVER_SCALE_LEVER;
        scale->what = lever;
    } else if (indicator) {
        scale->kind = LEVER_SCALE_INDICATOR;
        scale->what = (uint32_t)(indicator - codebook->indicators);
    } else if (id.length <= 4) {
        return assumption_name_lever(reader, path, id) != LEVER_NONE;
    } else {
        return assumption_name_indicator(reader, path, id) != UINT32_MAX;
    }
    return true;
}

const struct lever_scale *assumption_scales(struct assumption_reader *reader,
                                            const struct value *value, const char *path,
                                            size_t *count)
{
    bool by_name = value->kind == VALUE_TABLE && value->count > value_length(value);
    struct lever_scale *scales =
        script_reader_alloc(&reader->script, by_name ? value->count : 1, sizeof *scales);
    *count = 0;
    if (scales && !by_name)
        *count = read_scale(reader, value, path, scales);
    for (size_t i = 0; scales && by_name && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reader->script, reader->script.value, path,
                                "write scale = 0.5, or scale = { D4 = 0.5 }",
                                "`%s` has both names and numbers without a name", path);
            break;
        }
        const char *inner = script_reader_path(&reader->script, path, key->text);
        if (find_scaled(reader, key->text, inner, &scales[*count]) &&
            read_scale(reader, &value->pairs[i].value, inner, &scales[*count]))
            (*count)++;
    }
    return scales;
}
