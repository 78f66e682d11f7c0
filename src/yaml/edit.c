#include "yaml/edit.h"

#include "yaml/edit_place.h"

#include <string.h>

/* The edit at hand. Offsets are of the source, without a BOM, until all is put together. */
struct job {
    struct arena *arena;
    const struct tree *tree;
    const struct edit *edit;
    struct edit_done *done;
    struct err *err;
    struct edit_layout layout;
    bool open_end; /* the edit follows a block scalar that the file ends in */
};

static bool refuse(struct job *job, uint32_t node, const char *reason, const char *hint)
{
    err_set(job->err, ERR_EDIT_REFUSED, "%s cannot be edited here: %s", job->tree->file, reason);
    err_at(job->err, tree_place(job->tree, node));
    return err_hint(job->err, "%s", hint);
}

static bool no_memory(struct job *job)
{
    return err_set(job->err, ERR_OUT_OF_MEMORY, "out of memory while editing %s", job->tree->file);
}

/* Takes the text out of buffer and notes a splice; false without memory. */
static bool splice(struct job *job, size_t offset, size_t removed, struct text_buffer *buffer)
{
    char *bytes = buffer->failed
                      ? NULL
                      : arena_text(job->arena, buffer->bytes ? buffer->bytes : "", buffer->length);
    struct text text = {bytes, buffer->length};
    text_buffer_free(buffer);
    *buffer = (struct text_buffer){0};
    if (!bytes)
        return no_memory(job);
    job->done->splices[job->done->count++] = (struct edit_splice){offset, removed, text};
    return true;
}

/* Where a line may begin that follows the node: behind its last line, in a block of that indent.
 * SIZE_MAX when something else stands on that line. */
static size_t behind(struct job *job, uint32_t node, size_t indent)
{
    const struct tree *tree = job->tree;
    uint32_t leaf = edit_place_last_leaf(tree, node);
    size_t end = edit_place_end(tree, leaf);
    if (tree_at(tree, leaf)->kind == TREE_SCALAR && tree_at(tree, leaf)->style == TREE_BLOCK) {
        if (end == 0 || tree->source[end - 1] != '\n') {
            job->open_end = true;
            return end;
        }
        return edit_place_before_empty_lines(tree, leaf, end);
    }
    size_t line = edit_place_behind_line(tree, end);
    return line == SIZE_MAX ? SIZE_MAX : edit_place_behind_comments(tree, line, indent);
}

/* Adds the new item or field as it stands in a block; the column is job->layout's. */
static void add_line(struct job *job, bool block, struct text_buffer *line)
{
    if (job->edit->kind == EDIT_ADD) {
        edit_value_field(line, job->edit->name, job->edit->value, &job->layout);
    } else {
        text_add_string(line, "- ");
        edit_value_item(line, job->edit->value, block, &job->layout);
    }
}

/* A new line of its own at offset, which begins a line or ends the file. */
static bool splice_line(struct job *job, size_t offset, bool block)
{
    const struct tree *tree = job->tree;
    struct text_buffer line = {0};
    bool begins = offset == 0 || tree->source[offset - 1] == '\n';
    if (!begins)
        text_add_string(&line, job->layout.line_end);
    text_add_repeat(&line, ' ', job->layout.indent);
    add_line(job, block, &line);
    if (begins)
        text_add_string(&line, job->layout.line_end);
    return splice(job, offset, 0, &line);
}

/* The children around the place of the edit, TREE_NONE where there is none: before is the value of
 * a pair, after its key. */
static void neighbours(const struct job *job, uint32_t *before, uint32_t *after)
{
    const struct tree *tree = job->tree;
    bool mapping = tree_at(tree, job->edit->node)->kind == TREE_MAPPING;
    *before = TREE_NONE;
    *after = tree_first(tree, job->edit->node);
    for (uint32_t i = 0; i < job->edit->at && *after; i++) {
        *before = mapping ? tree_next(tree, *after) : *after;
        *after = tree_next(tree, *before);
    }
}

/* Whether a new mapping among mappings is to be a block as they are. */
static bool wants_block(const struct job *job, uint32_t before, uint32_t after)
{
    const struct tree *tree = job->tree;
    uint32_t near = before ? before : after;
    return job->edit->kind == EDIT_INSERT && near && tree_at(tree, near)->kind == TREE_MAPPING &&
           tree_at(tree, near)->style == TREE_BLOCK && job->edit->value->kind == TREE_MAPPING;
}

static bool into_block(struct job *job)
{
    const struct tree *tree = job->tree;
    uint32_t before, after, node = job->edit->node;
    neighbours(job, &before, &after);
    bool block = wants_block(job, before, after);
    job->layout.indent = edit_place_indent(tree, node);
    job->layout.line_end = edit_place_line_end(tree, before ? edit_place_end(tree, before)
                                                            : tree_at(tree, node)->offset);
    if (before) {
        size_t at = behind(job, before, job->layout.indent);
        if (at == SIZE_MAX)
            return refuse(job, before, "something else stands on the same line",
                          "put it on a line of its own");
        return splice_line(job, at, block);
    }
    struct text_buffer line = {0};
    add_line(job, block, &line);
    text_add_string(&line, job->layout.line_end);
    text_add_repeat(&line, ' ', job->layout.indent);
    return splice(job, tree_at(tree, node)->offset, 0, &line);
}

/* The item or field between brackets or braces. */
static void add_flow(struct job *job, struct text_buffer *text)
{
    struct edit_value value = {
        .kind = TREE_MAPPING, .names = &job->edit->name, .items = job->edit->value, .count = 1};
    if (job->edit->kind == EDIT_INSERT) {
        edit_value_flow(text, job->edit->value);
        return;
    }
    struct text_buffer pair = {0};
    edit_value_flow(&pair, &value);
    text->failed = text->failed || pair.failed;
    if (!pair.failed)
        text_add(text, pair.bytes + 1, pair.length - 2);
    text_buffer_free(&pair);
}

/* Before a child: on the same line, or, where each has its own, on a line of its own. */
static bool before_flow(struct job *job, uint32_t after)
{
    struct text_buffer text = {0};
    size_t offset = tree_at(job->tree, after)->offset, indent;
    bool own = edit_place_begins_line(job->tree, offset, &indent);
    add_flow(job, &text);
    text_add_string(&text, own ? "," : ", ");
    if (own) {
        text_add_string(&text, edit_place_line_end(job->tree, offset));
        text_add_repeat(&text, ' ', indent);
    }
    return splice(job, offset, 0, &text);
}

/* Behind the last child, where each has a line of its own: the comma there, unless there is one,
 * and the new line below, so that a comment stays with its line. Not where the bracket closes on
 * the same line: *done stays false. */
static bool below_flow(struct job *job, uint32_t before, size_t indent, bool *done)
{
    const struct tree *tree = job->tree;
    struct text_buffer text = {0};
    size_t end = edit_place_end(tree, before), at = end;
    while (at < tree->source_length && edit_place_is_blank(tree->source[at]))
        at++;
    bool comma = tree->source[at] == ',';
    size_t line = edit_place_behind_line(tree, comma ? at + 1 : end);
    if (line == SIZE_MAX || line == tree->source_length)
        return true;
    *done = true;
    text_add_string(&text, comma ? "" : ",");
    if (!comma && !splice(job, end, 0, &text))
        return false;
    text_add_repeat(&text, ' ', indent);
    add_flow(job, &text);
    text_add_string(&text, comma ? "," : "");
    text_add_string(&text, edit_place_line_end(tree, line));
    return splice(job, line, 0, &text);
}

static bool behind_flow(struct job *job, uint32_t before)
{
    const struct tree *tree = job->tree;
    struct text_buffer text = {0};
    uint32_t first =
        job->edit->kind == EDIT_ADD ? edit_place_key(tree, job->edit->node, before) : before;
    size_t indent;
    bool done = false, own = edit_place_begins_line(tree, tree_at(tree, first)->offset, &indent);
    if (own && (!below_flow(job, before, indent, &done) || done))
        return done;
    text_add_string(&text, own ? "," : ", ");
    if (own) {
        text_add_string(&text, edit_place_line_end(tree, edit_place_end(tree, before)));
        text_add_repeat(&text, ' ', indent);
    }
    add_flow(job, &text);
    return splice(job, edit_place_end(tree, before), 0, &text);
}

/* Between brackets that hold nothing yet. */
static bool into_empty_flow(struct job *job)
{
    struct text_buffer text = {0};
    size_t offset = (size_t)tree_at(job->tree, job->edit->node)->offset + 1;
    add_flow(job, &text);
    if (job->tree->source[offset] == '#')
        text_add_string(&text, " ");
    return splice(job, offset, 0, &text);
}

/* Empty brackets on the line of their field give way to a block below it; *done stays false where
 * they do not stand so. */
static bool into_block_below(struct job *job, bool *done)
{
    const struct tree *tree = job->tree;
    uint32_t node = job->edit->node, parent = edit_place_parent(tree, node);
    size_t begin = tree_at(tree, node)->offset, end = edit_place_end(tree, node);
    struct text_buffer none = {0};
    for (size_t i = begin + 1; i + 1 < end; i++)
        if (!edit_place_is_blank(tree->source[i]))
            return true;
    size_t line = edit_place_behind_line(tree, end);
    if (line == SIZE_MAX || job->edit->value->kind == TREE_SCALAR ||
        (parent && (tree_at(tree, parent)->kind != TREE_MAPPING ||
                    tree_at(tree, parent)->style != TREE_BLOCK)))
        return true;
    while (begin > 0 && edit_place_is_blank(tree->source[begin - 1]))
        begin--;
    if (parent && tree->source[begin - 1] != ':')
        return true;
    *done = true;
    job->layout.line_end = edit_place_line_end(tree, end);
    if (parent)
        job->layout.indent =
            edit_place_indent(tree, parent) +
            (job->edit->kind == EDIT_INSERT ? job->layout.list_step : job->layout.field_step);
    return splice(job, begin, end - begin, &none) && splice_line(job, line, false);
}

static bool into_collection(struct job *job)
{
    const struct tree *tree = job->tree;
    uint32_t before, after, node = job->edit->node;
    bool done = false;
    if (tree_at(tree, node)->style == TREE_BLOCK)
        return into_block(job);
    neighbours(job, &before, &after);
    if (after)
        return before_flow(job, after);
    if (before)
        return behind_flow(job, before);
    if (!edit_place_in_flow(tree, node) && (!into_block_below(job, &done) || done))
        return done;
    return into_empty_flow(job);
}

/* The first line of a document that holds no more than comments. */
static bool into_nothing(struct job *job)
{
    size_t length = job->tree->source_length;
    job->layout.line_end = edit_place_line_end(job->tree, length);
    return splice_line(job, length, false);
}

static bool replace(struct job *job)
{
    const struct tree *tree = job->tree;
    const struct tree_node *node = tree_at(tree, job->edit->node);
    size_t removed = node->length;
    struct text_buffer text = {0};
    if (node->style == TREE_BLOCK &&
        (removed = edit_place_block_length(tree, job->edit->node)) == 0)
        return refuse(job, job->edit->node, "a comment stands at the head of the text",
                      "delete the comment, or change the text by hand");
    if (removed == 0 && node->offset > 0 && !edit_place_is_blank(tree->source[node->offset - 1]))
        text_add_string(&text, " ");
    if (node->style == TREE_QUOTED && !job->edit->value->plain)
        edit_value_quoted(&text, job->edit->value->text, tree->source[node->offset]);
    else
        edit_value_scalar(&text, job->edit->value, edit_place_in_flow(tree, job->edit->node));
    return splice(job, node->offset, removed, &text);
}

/* The file with the splices in it, and their offsets counted from its beginning. */
static bool put_together(struct job *job)
{
    const struct tree *tree = job->tree;
    struct edit_done *done = job->done;
    const char *file = tree->source - tree->bom_length;
    size_t length = tree->bom_length + tree->source_length, from = 0, used = 0;
    done->length = length;
    for (size_t i = 0; i < done->count; i++) {
        done->splices[i].offset += tree->bom_length;
        done->length += done->splices[i].text.length - done->splices[i].removed;
    }
    done->bytes = arena_alloc(job->arena, done->length + 1, 1);
    if (!done->bytes)
        return no_memory(job);
    for (size_t i = 0; i < done->count; i++) {
        const struct edit_splice *part = &done->splices[i];
        memcpy(done->bytes + used, file + from, part->offset - from);
        used += part->offset - from;
        memcpy(done->bytes + used, part->text.bytes, part->text.length);
        used += part->text.length;
        from = part->offset + part->removed;
    }
    memcpy(done->bytes + used, file + from, length - from);
    return true;
}

static bool say_why(struct job *job, const struct err_list *list)
{
    if (list->count > 0 && list->items[0].code == ERR_YAML_CHARACTER) {
        *job->err = list->items[0];
        return false;
    }
    if (err_list_status(list) == ERR_MACHINE)
        return no_memory(job);
    if (job->open_end)
        return refuse(job, job->edit->node,
                      "it ends in a text of several lines whose last has no line end, and one "
                      "would change the text",
                      "add a line end at the end of the file first");
    return refuse(job, job->edit->node, "the file would then say more or less than is meant",
                  "make this change by hand");
}

/* Parses what came out and compares it with what was meant. */
static bool verify(struct job *job)
{
    struct edit_done *done = job->done;
    struct err_list list = {0};
    done->tree = tree_parse(job->arena, job->tree->file, done->bytes, done->length, &list);
    bool meant = done->tree && list.errors == 0 &&
                 edit_is_meant(job->tree, job->edit, done->tree, &done->node);
    if (!meant)
        say_why(job, &list);
    err_list_free(&list);
    return meant;
}

bool edit_make(struct arena *arena, const struct tree *tree, const struct edit *edit,
               struct edit_done *done, struct err *err)
{
    struct job job = {.arena = arena,
                      .tree = tree,
                      .edit = edit,
                      .done = done,
                      .err = err,
                      .layout = edit_place_layout(tree)};
    *done = (struct edit_done){0};
    bool spliced = edit->node == TREE_NONE      ? into_nothing(&job)
                   : edit->kind == EDIT_REPLACE ? replace(&job)
                                                : into_collection(&job);
    return spliced && put_together(&job) && verify(&job);
}
