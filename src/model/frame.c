#include "model/frame.h"

#include "base/file.h"
#include "base/number.h"
#include "yaml/read.h"

#include <math.h>
#include <string.h>

/* What stands for figures that are no plain numbers: an end that nothing is held at, none at all.
 */
static const char below[] = "-open", above[] = "open", absent[] = "missing";

enum { FIELD_FRAME, FIELD_RULE, FIELD_PERIODS, FIELD_COUNTRIES, FIELD_FIGURES, FIELDS };
static const struct read_field fields[FIELDS] = {
    [FIELD_FRAME] = {"frame", true},      [FIELD_RULE] = {"rule", true},
    [FIELD_PERIODS] = {"periods", false}, [FIELD_COUNTRIES] = {"countries", false},
    [FIELD_FIGURES] = {"figures", true},
};

enum { ENTRY_OF, ENTRY_CLASS, ENTRY_FIGURES, ENTRY_FIELDS };
static const struct read_field entry_fields[ENTRY_FIELDS] = {
    [ENTRY_OF] = {"of", true},
    [ENTRY_CLASS] = {"class", false},
    [ENTRY_FIGURES] = {"figures", true},
};

static bool read_figure(const struct read *read, uint32_t node, double *figure)
{
    struct text text = tree_text(read->tree, node);
    if (text_is(text, below) || text_is(text, above)) {
        *figure = text_is(text, below) ? -INFINITY : INFINITY;
        return true;
    }
    *figure = NAN;
    return text_is(text, absent) || read_number(read, node, "a figure", figure);
}

static bool read_figures(const struct read *read, uint32_t list, struct frame_entry *entry)
{
    if (!read_kind(read, list, "figures", TREE_SEQUENCE))
        return false;
    double *figures = arena_alloc(read->arena, tree_count(read->tree, list), sizeof *figures);
    if (!figures) {
        read->list->out_of_memory = true;
        return false;
    }
    for (uint32_t item = tree_first(read->tree, list); item != TREE_NONE;
         item = tree_next(read->tree, item))
        if (!read_figure(read, item, &figures[entry->count++]))
            return false;
    entry->figures = figures;
    return true;
}

static bool read_entry(const struct read *read, uint32_t node, struct frame_entry *entry)
{
    uint32_t nodes[ENTRY_FIELDS];
    if (!read_fields(read, node, "an entry of a frame", entry_fields, ENTRY_FIELDS, nodes))
        return false;
    entry->class_name = "";
    return read_text(read, nodes[ENTRY_OF], "of", &entry->name) &&
           (nodes[ENTRY_CLASS] == TREE_NONE ||
            read_text(read, nodes[ENTRY_CLASS], "class", &entry->class_name)) &&
           read_figures(read, nodes[ENTRY_FIGURES], entry);
}

static bool read_entries(const struct read *read, uint32_t list, struct frame *frame)
{
    if (!read_kind(read, list, "figures", TREE_SEQUENCE))
        return false;
    struct frame_entry *entries =
        arena_alloc(read->arena, tree_count(read->tree, list), sizeof *entries);
    if (!entries) {
        read->list->out_of_memory = true;
        return false;
    }
    for (uint32_t item = tree_first(read->tree, list); item != TREE_NONE;
         item = tree_next(read->tree, item))
        if (!read_entry(read, item, &entries[frame->entry_count++]))
            return false;
    frame->entries = entries;
    return true;
}

static bool read_frame(const struct read *read, struct frame *frame)
{
    uint32_t nodes[FIELDS];
    double countries = 0;
    if (!read_fields(read, read->tree->root, "a stored frame", fields, FIELDS, nodes) ||
        !read_text(read, nodes[FIELD_FRAME], "frame", &frame->name) ||
        !read_text(read, nodes[FIELD_RULE], "rule", &frame->rule))
        return false;
    if ((nodes[FIELD_PERIODS] != TREE_NONE &&
         !read_text(read, nodes[FIELD_PERIODS], "periods", &frame->periods)) ||
        (nodes[FIELD_COUNTRIES] != TREE_NONE &&
         !read_number(read, nodes[FIELD_COUNTRIES], "countries", &countries)))
        return false;
    frame->countries = countries > 0 ? (size_t)countries : 0;
    return read_entries(read, nodes[FIELD_FIGURES], frame);
}

const struct frame *frame_load(struct arena *arena, const char *root, const char *name,
                               struct err_list *list)
{
    struct err err;
    size_t length = 0;
    struct frame *frame = arena_alloc(arena, 1, sizeof *frame);
    char *file = arena_printf(arena, "indicators/frames/%s.yaml", name);
    char *path = file ? file_join(arena, root, file) : NULL;
    if (!frame || !path) {
        list->out_of_memory = true;
        return NULL;
    }
    if (!file_exists(path)) {
        err_set(&err, ERR_RULE_FRAME, "there is no stored frame %s: %s is not there", name, file);
        err_hint(&err, "make it: tidemark frame %s", name);
        err_list_add(list, &err);
        return NULL;
    }
    const char *source = file_read(arena, path, TREE_BYTES_MAX, &length, &err);
    if (!source) {
        err_list_add(list, &err);
        return NULL;
    }
    const struct tree *tree = tree_parse(arena, file, source, length, list);
    struct read read = {arena, tree, list, name};
    frame->file = file;
    return tree && read_frame(&read, frame) ? frame : NULL;
}

const double *frame_figures(const struct frame *frame, const char *name, const char *class_name,
                            size_t count)
{
    for (size_t i = 0; i < frame->entry_count; i++) {
        const struct frame_entry *entry = &frame->entries[i];
        if (entry->count == count && strcmp(entry->name, name) == 0 &&
            strcmp(entry->class_name, class_name) == 0)
            return entry->figures;
    }
    return NULL;
}

static void print_figure(double figure, struct text_buffer *out)
{
    char text[NUMBER_PRINT_SIZE];
    if (isnan(figure)) {
        text_add_string(out, absent);
    } else if (isinf(figure)) {
        text_add_string(out, figure < 0 ? below : above);
    } else {
        size_t length = number_print(figure, text);
        text_add(out, text, length);
    }
}

bool frame_print(const struct frame *frame, struct text_buffer *out)
{
    text_add_format(out,
                    "# Written by `tidemark frame %s`: the figures that stages of a rule took from "
                    "the\n# data. A rule with frame = \"%s\" takes them from here.\n",
                    frame->name, frame->name);
    text_add_format(out, "frame: %s\nrule: %s\n", frame->name, frame->rule);
    if (frame->periods)
        text_add_format(out, "periods: %s\n", frame->periods);
    text_add_format(out, "countries: %zu\nfigures:\n", frame->countries);
    for (size_t i = 0; i < frame->entry_count; i++) {
        const struct frame_entry *entry = &frame->entries[i];
        text_add_format(out, "  - {of: %s, ", entry->name);
        if (*entry->class_name)
            text_add_format(out, "class: \"%s\", ", entry->class_name);
        text_add_string(out, "figures: [");
        for (size_t k = 0; k < entry->count; k++) {
            text_add_string(out, k ? ", " : "");
            print_figure(entry->figures[k], out);
        }
        text_add_string(out, "]}\n");
    }
    return !out->failed;
}
