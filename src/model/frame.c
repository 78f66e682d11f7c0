#include "model/frame.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/number.h"
#include "model/bulk_yaml.h"
#include "yaml/read.h"

#include <math.h>
#include <string.h>

/* What stands for figures that are no plain numbers: an end that nothing is held at, none at all.
 */
static const char below[] = "-open", above[] = "open", no_figure[] = "missing";

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

bool frame_is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.bytes[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_'))
            return false;
    }
    return name.length > 0;
}

const char *frame_file(struct arena *arena, const char *name)
{
    return arena_printf(arena, "indicators/frames/%s.yaml", name);
}

static bool no_memory(const struct read *read)
{
    read->list->out_of_memory = true;
    return false;
}

static bool read_figure(const struct read *read, uint32_t node, double *figure)
{
    struct text text = tree_text(read->tree, node);
    if (text_is(text, below) || text_is(text, above)) {
        *figure = text_is(text, below) ? -INFINITY : INFINITY;
        return true;
    }
    *figure = NAN;
    return text_is(text, no_figure) || read_number(read, node, "a figure", figure);
}

/* Figures by what they are: {minimum: 50.75, maximum: 85.3}. */
static bool read_figures(const struct read *read, uint32_t mapping, struct frame_entry *entry)
{
    if (!read_kind(read, mapping, "figures", TREE_MAPPING))
        return false;
    size_t room = tree_count(read->tree, mapping);
    const char **labels = arena_alloc(read->arena, room, sizeof *labels);
    double *figures = arena_alloc(read->arena, room, sizeof *figures);
    if (!labels || !figures)
        return no_memory(read);
    for (uint32_t key = tree_first(read->tree, mapping); key != TREE_NONE;) {
        uint32_t value = tree_next(read->tree, key);
        if (!read_text(read, key, "what a figure is", &labels[entry->count]) ||
            !read_figure(read, value, &figures[entry->count++]))
            return false;
        key = tree_next(read->tree, value);
    }
    entry->labels = labels;
    entry->figures = figures;
    return true;
}

/* A lowest value above the highest, or two ends with nothing between them, place nothing. */
static bool check_ends(const struct read *read, uint32_t mapping, const struct frame_entry *entry)
{
    double least = NAN, most = NAN;
    char low[NUMBER_PRINT_SIZE], high[NUMBER_PRINT_SIZE];
    for (size_t i = 0; i < entry->count; i++) {
        if (strcmp(entry->labels[i], "minimum") == 0)
            least = entry->figures[i];
        if (strcmp(entry->labels[i], "maximum") == 0)
            most = entry->figures[i];
    }
    if (!(least > most) && !(least == most && entry->count == 2))
        return true;
    number_print(least, low);
    number_print(most, high);
    read_problem(read, mapping, ERR_ERROR, ERR_VALUE_SCALE,
                 "minimum is %s and maximum is %s: nothing can be placed between them", low, high);
    return false;
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
           read_figures(read, nodes[ENTRY_FIGURES], entry) &&
           check_ends(read, nodes[ENTRY_FIGURES], entry);
}

/* What an entry is found by: its name, and its name and class. */
static const char *key_of(struct arena *arena, const char *name, const char *class_name)
{
    return arena_printf(arena, "%s\n%s", name, class_name);
}

static bool find_twice(const struct read *read, uint32_t item, const struct frame_entry *entry)
{
    read_problem(read, item, ERR_ERROR, ERR_REFERENCE_TWICE, "the figures of %s%s%s stand twice",
                 entry->name, *entry->class_name ? " for " : "", entry->class_name);
    return false;
}

/* Enters an entry under its name (the first of several classes stays) and its name and class. */
static bool enter(const struct read *read, struct map *places, uint32_t item,
                  const struct frame_entry *entry, uint32_t at)
{
    const char *key = key_of(read->arena, entry->name, entry->class_name);
    if (!key || map_put(places, text_of(entry->name), at) == MAP_NONE)
        return no_memory(read);
    uint32_t stands = map_put(places, text_of(key), at);
    if (stands == MAP_NONE)
        return no_memory(read);
    return stands == at || find_twice(read, item, entry);
}

static bool read_entries(const struct read *read, uint32_t list, struct frame *frame)
{
    if (!read_kind(read, list, "figures", TREE_SEQUENCE))
        return false;
    struct map *places = map_new(read->arena);
    struct frame_entry *entries =
        arena_alloc(read->arena, tree_count(read->tree, list), sizeof *entries);
    if (!places || !entries)
        return no_memory(read);
    for (uint32_t item = tree_first(read->tree, list); item != TREE_NONE;
         item = tree_next(read->tree, item)) {
        uint32_t at = (uint32_t)frame->entry_count++;
        if (!read_entry(read, item, &entries[at]) || !enter(read, places, item, &entries[at], at))
            return false;
    }
    frame->entries = entries;
    frame->places = places;
    return true;
}

/* How many countries the figures were taken from. */
static bool read_countries(const struct read *read, uint32_t node, size_t *countries)
{
    double number = 0;
    if (node != TREE_NONE && !read_number(read, node, "countries", &number))
        return false;
    if (number >= 0 && number <= 1e9 && number == floor(number)) {
        *countries = (size_t)number;
        return true;
    }
    read_problem(read, node, ERR_ERROR, ERR_SCHEMA_NUMBER,
                 "countries is %g, but a number of countries was expected", number);
    return false;
}

/* A copy under another name would be stored again under the first. */
static bool check_name(const struct read *read, uint32_t node, const char *is, const char *named)
{
    if (strcmp(is, named) == 0)
        return true;
    err_hint(read_problem(read, node, ERR_ERROR, ERR_REFERENCE_FRAME,
                          "the frame is %s, but its file is that of %s", is, named),
             "name the file after the frame, and name it in the rule");
    return false;
}

static bool read_frame(const struct read *read, const char *name, struct frame *frame)
{
    uint32_t nodes[FIELDS];
    if (!read_fields(read, read->tree->root, "a stored frame", fields, FIELDS, nodes) ||
        !read_text(read, nodes[FIELD_FRAME], "frame", &frame->name) ||
        !check_name(read, nodes[FIELD_FRAME], frame->name, name) ||
        !read_text(read, nodes[FIELD_RULE], "rule", &frame->rule))
        return false;
    if ((nodes[FIELD_PERIODS] != TREE_NONE &&
         !read_text(read, nodes[FIELD_PERIODS], "periods", &frame->periods)) ||
        !read_countries(read, nodes[FIELD_COUNTRIES], &frame->countries))
        return false;
    return read_entries(read, nodes[FIELD_FIGURES], frame);
}

static const char *hash_of(struct arena *arena, const char *source, size_t length)
{
    char *text = arena_alloc(arena, HASH_TEXT_SIZE, 1);
    if (text)
        hash_bytes(source, length, text);
    return text;
}

const struct frame *frame_load(struct arena *arena, const char *root, const char *name,
                               struct err_list *list)
{
    struct err err;
    size_t length = 0;
    struct frame *frame = arena_alloc(arena, 1, sizeof *frame);
    const char *file = frame_file(arena, name);
    char *path = file ? file_join(arena, root, file) : NULL;
    if (!frame || !path) {
        list->out_of_memory = true;
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
    frame->sha256 = hash_of(arena, source, length);
    if (!frame->sha256) {
        list->out_of_memory = true;
        return NULL;
    }
    return tree && read_frame(&read, name, frame) ? frame : NULL;
}

/* The first entry of a name and, unless it is NULL, class; NULL when there is none. */
static const struct frame_entry *look_through(const struct frame *frame, const char *name,
                                              const char *class_name)
{
    for (size_t i = 0; i < frame->entry_count; i++) {
        const struct frame_entry *entry = &frame->entries[i];
        if (strcmp(entry->name, name) == 0 &&
            (!class_name || strcmp(entry->class_name, class_name) == 0))
            return entry;
    }
    return NULL;
}

static const struct frame_entry *look_up(const struct frame *frame, const char *key)
{
    uint32_t at = map_get(frame->places, text_of(key));
    return at == MAP_NONE ? NULL : &frame->entries[at];
}

const struct frame_entry *frame_find(const struct frame *frame, const char *name)
{
    return frame->places ? look_up(frame, name) : look_through(frame, name, NULL);
}

const struct frame_entry *frame_find_class(const struct frame *frame, const char *name,
                                           const char *class_name, struct arena *arena,
                                           bool *failed)
{
    if (!frame->places)
        return look_through(frame, name, class_name);
    struct arena_mark mark = arena_mark(arena);
    const char *key = key_of(arena, name, class_name);
    const struct frame_entry *entry = key ? look_up(frame, key) : NULL;
    *failed = *failed || !key;
    arena_rewind(arena, mark);
    return entry;
}

static bool find_figure(const struct frame_entry *entry, const char *label, double *figure)
{
    for (size_t i = 0; i < entry->count; i++) {
        if (strcmp(entry->labels[i], label) == 0) {
            *figure = entry->figures[i];
            return true;
        }
    }
    return false;
}

bool frame_figures(const struct frame_entry *entry, const char *const *labels, const double *absent,
                   size_t count, double *figures)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (find_figure(entry, labels[i], &figures[i]))
            found++;
        else if (absent && !isnan(absent[i]))
            figures[i] = absent[i];
        else
            return false;
    }
    return found == entry->count;
}

static bool is_written(const struct frame_entry *entry, size_t figure)
{
    return !entry->absent || entry->figures[figure] != entry->absent[figure];
}

size_t frame_written(const struct frame_entry *entry)
{
    size_t count = 0;
    for (size_t i = 0; i < entry->count; i++)
        count += is_written(entry, i);
    return count;
}

/* A figure as text, which lives in room. */
static const char *shown(double figure, char room[NUMBER_PRINT_SIZE + 1])
{
    if (isnan(figure))
        return no_figure;
    if (isinf(figure))
        return figure < 0 ? below : above;
    /* -0 is printed as 0, but has not the same bits. */
    bool minus = figure == 0 && signbit(figure);
    room[0] = '-';
    size_t length = number_print(figure, room + minus);
    room[minus + length] = '\0';
    return room;
}

/* A name as it is where that can be read back ("bti:normalise/Q1", "2015..2020"), else in quotes.
 */
static void print_name(const char *name, struct text_buffer *out)
{
    static const char bare[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:";
    size_t length = strlen(name);
    bool plain = strspn(name, bare) == length && name[length - (length > 0)] != ':';
    if (plain && (strpbrk(name, "./:") || strpbrk(name, "0123456789_")))
        text_add_string(out, name);
    else
        bulk_yaml_text(out, text_of(name));
}

static void print_entry(const struct frame_entry *entry, struct text_buffer *out)
{
    char room[NUMBER_PRINT_SIZE + 1];
    size_t begin = out->length;
    const char *between = "";
    text_add_string(out, "  - {of: ");
    print_name(entry->name, out);
    text_add_string(out, ", ");
    if (*entry->class_name) {
        text_add_string(out, "class: ");
        bulk_yaml_text(out, text_of(entry->class_name));
        text_add_string(out, ", ");
    }
    text_add_string(out, "figures: {");
    for (size_t i = 0; i < entry->count; i++) {
        if (!is_written(entry, i))
            continue;
        const char *figure = shown(entry->figures[i], room);
        size_t width = strlen(entry->labels[i]) + strlen(figure) + strlen(": , }}");
        bool full = *between && out->length - begin + width > BULK_YAML_COLUMNS;
        begin = full ? out->length + 2 : begin;
        text_add_string(out, full ? ",\n     " : between);
        print_name(entry->labels[i], out);
        text_add_format(out, ": %s", figure);
        between = ", ";
    }
    text_add_string(out, "}}\n");
}

bool frame_print(const struct frame *frame, struct text_buffer *out)
{
    const char *remark = NULL;
    if (frame->command)
        bulk_yaml_comment(out, 0, frame->command);
    text_add_format(out,
                    "# The figures that stages of the rule took from the data. A rule that says "
                    "frame = \"%s\"\n# takes them from here, so that a country or a year more "
                    "moves no old score.\n",
                    frame->name);
    text_add_string(out, "frame: ");
    print_name(frame->name, out);
    text_add_string(out, "\nrule: ");
    bulk_yaml_text(out, text_of(frame->rule));
    if (frame->periods) {
        text_add_string(out, "\nperiods: ");
        print_name(frame->periods, out);
    }
    text_add_format(out, "\ncountries: %zu\nfigures:\n", frame->countries);
    for (size_t i = 0; i < frame->entry_count; i++) {
        const struct frame_entry *entry = &frame->entries[i];
        if (entry->remark && (!remark || strcmp(remark, entry->remark) != 0))
            bulk_yaml_comment(out, 2, entry->remark);
        remark = entry->remark;
        print_entry(entry, out);
    }
    return !out->failed;
}
