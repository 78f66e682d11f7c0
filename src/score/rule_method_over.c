#include "score/rule_method.h"

#include <string.h>

/* "all", "period", "country", or a classification. */
static bool is_frame(const struct rule_reader *reader, struct text name)
{
    const struct rule_host *host = reader->host;
    if (text_is(name, "all") || text_is(name, "period") || text_is(name, "country"))
        return true;
    for (size_t i = 0; host && i < host->classification_count; i++)
        if (text_is(name, host->classifications[i]))
            return true;
    return false;
}

bool rule_method_frame_named(struct rule_reader *reader, struct text name, const char *option,
                             const char *path, const struct err_place *place)
{
    struct err err;
    const struct rule_host *host = reader->host;
    size_t classes = host ? host->classification_count : 0, count = 0;
    if (is_frame(reader, name))
        return true;
    const char **names = script_reader_alloc(&reader->script, classes + 3, sizeof *names);
    if (!names)
        return false;
    names[count++] = "all";
    names[count++] = "period";
    names[count++] = "country";
    for (size_t i = 0; i < classes; i++)
        names[count++] = host->classifications[i];
    err_set(&err, ERR_RULE_NAME, "`%s` names \"%.*s\", by which no country is classified", option,
            (int)name.length, name.bytes);
    const char *hint = script_reader_near(&reader->script, name, "it is one of", names, count);
    if (hint)
        err_hint(&err, "%s", hint);
    if (place)
        err_at(&err, *place);
    script_reader_add(&reader->script, &err, path);
    return false;
}

static bool refuse_frame(struct rule_reader *reader, const struct value *value, const char *path)
{
    script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                        "write over = \"period\" or over = { \"period\", \"region\" }",
                        "`%s` is %s, but a text or a list of texts was expected", path,
                        script_reader_shown(&reader->script, value));
    return false;
}

static bool read_frames(struct rule_reader *reader, const struct value *list, const char *path,
                        const char **names)
{
    size_t count = value_length(list);
    for (size_t i = 0; i < count; i++) {
        const struct value *item = value_item(list, i + 1);
        if (item->kind != VALUE_TEXT)
            return refuse_frame(reader, item, path);
        const char *inner = script_reader_quoted(&reader->script, path, item->text);
        if (!rule_method_frame_named(reader, item->text, path, inner, NULL))
            return false;
        bool twice = text_is(item->text, "all");
        for (size_t k = 0; k < i; k++)
            twice = twice || text_is(item->text, names[k]);
        if (twice && count > 1) {
            script_reader_error(&reader->script, ERR_RULE_VALUE, inner,
                                "leave it out: a frame is what agrees in all that is listed",
                                "`%s` says \"%.*s\" beside what holds it already", path,
                                (int)item->text.length, item->text.bytes);
            return false;
        }
        names[i] = script_reader_text(&reader->script, item->text);
    }
    return true;
}

bool rule_method_over(struct rule_reader *reader, const struct value *value, const char *path,
                      struct rule_setting *setting)
{
    size_t count = value->kind == VALUE_TEXT ? 1 : value_length(value);
    const char **names = script_reader_alloc(&reader->script, count, sizeof *names);
    if (!names || count == 0 || (value->kind == VALUE_TABLE && count != value->count))
        return refuse_frame(reader, value, path);
    if (value->kind == VALUE_TEXT) {
        if (!rule_method_frame_named(reader, value->text, path, path, NULL))
            return false;
        names[0] = script_reader_text(&reader->script, value->text);
    } else if (!read_frames(reader, value, path, names)) {
        return false;
    }
    bool all = count == 1 && strcmp(names[0], "all") == 0;
    *setting = (struct rule_setting){
        .given = true, .over = all ? NULL : names, .over_count = all ? 0 : count};
    return true;
}

void rule_method_frame(struct rule_method *method, const struct rule_setting *over)
{
    if (method->id == METHOD_COUNT || !over->given)
        return;
    const struct method_option *options = method_at(method->id)->options;
    for (int i = 0; i < METHOD_OPTIONS_MAX && options[i].name; i++)
        if (options[i].kind == METHOD_OVER && !method->settings[i].given)
            method->settings[i] = *over;
}
