#include "model/record.h"

#include <string.h>

void record_value(struct record *record, const char *name, struct edit_value value)
{
    if (record->count == RECORD_FIELDS_MAX)
        return;
    record->names[record->count] = name;
    record->values[record->count++] = value;
}

static void add_scalar(struct record *record, const char *name, const char *text, bool plain)
{
    if (text)
        record_value(
            record, name,
            (struct edit_value){.kind = TREE_SCALAR, .plain = plain, .text = text_of(text)});
}

void record_text(struct record *record, const char *name, const char *text)
{
    add_scalar(record, name, text, false);
}

void record_plain(struct record *record, const char *name, const char *text)
{
    add_scalar(record, name, text, true);
}

bool record_list(struct arena *arena, struct record *record, const char *name, const char *text,
                 bool single)
{
    size_t count = 1, used = 0;
    for (const char *c = text; c && *c; c++)
        count += *c == ',';
    if (!text || (single && count == 1)) {
        record_text(record, name, text);
        return true;
    }
    struct edit_value *items = arena_alloc(arena, count, sizeof *items);
    if (!items)
        return false;
    for (const char *at = text; used < count; used++) {
        size_t length = strcspn(at, ",");
        const char *next = at + length + (at[length] == ',');
        for (; length > 0 && *at == ' '; at++)
            length--;
        while (length > 0 && at[length - 1] == ' ')
            length--;
        items[used] = (struct edit_value){.kind = TREE_SCALAR, .text = {at, length}};
        at = next;
    }
    record_value(record, name,
                 (struct edit_value){.kind = TREE_SEQUENCE, .items = items, .count = count});
    return true;
}

struct edit_value record_mapping(const struct record *record)
{
    return (struct edit_value){.kind = TREE_MAPPING,
                               .names = record->names,
                               .items = record->values,
                               .count = record->count};
}

/* The day that a date counts at; INT32_MIN when there is none. */
static int32_t day_of(struct text text)
{
    struct date date;
    return text.bytes && date_parse(text.bytes, text.length, &date) == DATE_OK ? date.last
                                                                               : INT32_MIN;
}

static struct text field_of(const struct tree *tree, uint32_t item, const char *name)
{
    uint32_t node =
        tree_at(tree, item)->kind == TREE_MAPPING ? tree_get(tree, item, name) : TREE_NONE;
    return node ? tree_text(tree, node) : (struct text){NULL, 0};
}

static struct text given(const struct record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->names[i], name) == 0)
            return record->values[i].text;
    return (struct text){NULL, 0};
}

/* The place of a dated item in a list. A list in date order stays so; in another the item goes
 * behind those of its own series, which is how lists of several series are kept. */
static uint32_t place_in(const struct tree *tree, uint32_t list, const struct record *record)
{
    int32_t day = day_of(given(record, "date")), before = INT32_MIN;
    struct text series = given(record, "series");
    uint32_t at = 0, by_date = 0, last_own = UINT32_MAX, first_own = UINT32_MAX;
    bool ordered = true;
    for (uint32_t item = tree_first(tree, list); item; item = tree_next(tree, item), at++) {
        int32_t own = day_of(field_of(tree, item, "date"));
        ordered = ordered && own >= before;
        before = own;
        by_date = own <= day ? at + 1 : by_date;
        if (!text_equal(field_of(tree, item, "series"), series))
            continue;
        first_own = first_own == UINT32_MAX ? at : first_own;
        last_own = own <= day ? at + 1 : last_own;
    }
    if (ordered)
        return by_date;
    if (last_own != UINT32_MAX)
        return last_own;
    return first_own != UINT32_MAX ? first_own : at;
}

/* The place of an indicator among others, in the order of the codebook. */
static uint32_t place_of_indicator(const struct tree *tree, uint32_t mapping,
                                   const struct codebook *codebook, const char *id)
{
    const struct indicator *own = codebook_indicator(codebook, text_of(id));
    uint32_t at = 0;
    for (uint32_t key = tree_first(tree, mapping); key;
         key = tree_next(tree, tree_next(tree, key)), at++) {
        const struct indicator *other = codebook_indicator(codebook, tree_text(tree, key));
        if (other && own && other > own)
            return at;
    }
    return at;
}

/* The place of a field in a mapping before another, else at the end. */
static uint32_t place_before(const struct tree *tree, uint32_t mapping, const char *name)
{
    uint32_t at = 0;
    for (uint32_t key = tree_first(tree, mapping); key;
         key = tree_next(tree, tree_next(tree, key)), at++)
        if (text_is(tree_text(tree, key), name))
            return at;
    return at;
}

/* A file of a country is a mapping; anything else has been refused when the project was read. */
static uint32_t list_at(const struct tree *tree, const char *name)
{
    return tree->root ? tree_get(tree, tree->root, name) : TREE_NONE;
}

bool record_observation(struct arena *arena, const struct tree *tree,
                        const struct codebook *codebook, const char *indicator,
                        const struct record *record, struct edit_done *done, struct err *err)
{
    struct edit_value item = record_mapping(record);
    struct edit_value list = {.kind = TREE_SEQUENCE, .items = &item, .count = 1};
    struct edit_value mapping = {
        .kind = TREE_MAPPING, .names = &indicator, .items = &list, .count = 1};
    uint32_t all = list_at(tree, "observations");
    uint32_t own = all ? tree_get(tree, all, indicator) : TREE_NONE;
    struct edit edit = {.kind = EDIT_ADD};
    if (own) {
        edit = (struct edit){.kind = EDIT_INSERT, .node = own, .value = &item};
        edit.at = place_in(tree, own, record);
    } else if (all) {
        edit.node = all;
        edit.at = place_of_indicator(tree, all, codebook, indicator);
        edit.name = indicator;
        edit.value = &list;
    } else {
        edit.node = tree->root;
        edit.at = place_before(tree, tree->root, "events");
        edit.name = "observations";
        edit.value = &mapping;
    }
    return edit_make(arena, tree, &edit, done, err);
}

/* Puts an item into the list at a field of the file, which is made when it is not there. */
static bool into_list(struct arena *arena, const struct tree *tree, const char *name,
                      const struct record *record, struct edit_done *done, struct err *err)
{
    struct edit_value item = record_mapping(record);
    struct edit_value list = {.kind = TREE_SEQUENCE, .items = &item, .count = 1};
    uint32_t own = list_at(tree, name);
    struct edit edit = {.kind = EDIT_ADD, .node = tree->root, .name = name, .value = &list};
    if (own) {
        edit = (struct edit){.kind = EDIT_INSERT, .node = own, .value = &item};
        edit.at = place_in(tree, own, record);
    } else if (tree->root) {
        edit.at = tree_count(tree, tree->root);
    }
    return edit_make(arena, tree, &edit, done, err);
}

bool record_event(struct arena *arena, const struct tree *tree, const struct record *record,
                  struct edit_done *done, struct err *err)
{
    return into_list(arena, tree, "events", record, done, err);
}

bool record_source(struct arena *arena, const struct tree *tree, const struct record *record,
                   struct edit_done *done, struct err *err)
{
    struct edit_value item = record_mapping(record);
    struct edit edit = {.kind = EDIT_INSERT, .node = tree->root, .value = &item};
    edit.at = tree->root ? tree_count(tree, tree->root) : 0;
    return edit_make(arena, tree, &edit, done, err);
}

/* The item of a list that begins on a line; TREE_NONE when none does, or several. */
static uint32_t item_on(const struct tree *tree, uint32_t list, uint32_t line)
{
    uint32_t found = TREE_NONE;
    for (uint32_t item = list ? tree_first(tree, list) : TREE_NONE; item;
         item = tree_next(tree, item)) {
        if (tree_at(tree, item)->line != line)
            continue;
        if (found)
            return TREE_NONE;
        found = item;
    }
    return found;
}

bool record_withdrawal(struct arena *arena, const struct tree *tree, const char *indicator,
                       uint32_t line, const char *on, const char *why, struct edit_done *done,
                       struct err *err)
{
    struct record withdrawn = {0};
    record_plain(&withdrawn, "on", on);
    record_text(&withdrawn, "why", why);
    uint32_t all = list_at(tree, indicator ? "observations" : "events");
    uint32_t list = all && indicator ? tree_get(tree, all, indicator) : all;
    struct edit_value value = record_mapping(&withdrawn);
    struct edit edit = {.kind = EDIT_ADD, .name = "retracted", .value = &value};
    edit.node = item_on(tree, list, line);
    if (!edit.node) {
        err_set(err, ERR_EDIT_REFUSED, "%s cannot be edited here: several stand on line %u",
                tree->file, (unsigned)line);
        err_at(err, (struct err_place){.file = tree->file, .line = line});
        return err_hint(err, "put each on a line of its own");
    }
    edit.at = place_before(tree, edit.node, "note");
    if (indicator && tree_at(tree, edit.node)->style == TREE_FLOW)
        edit.at = tree_count(tree, edit.node);
    return edit_make(arena, tree, &edit, done, err);
}
