#include "model/bulk_draft.h"

#include "model/bulk_columns.h"
#include "model/bulk_guess.h"
#include "model/bulk_hint.h"
#include "model/bulk_match.h"
#include "model/bulk_rows.h"
#include "model/bulk_source.h"
#include "model/bulk_survey.h"

#include <string.h>

void bulk_draft_remark(struct bulk_draft *draft, enum bulk_draft_place place, const char *text,
                       const char *code)
{
    size_t count = draft->remark_count;
    if (count == draft->remark_capacity) {
        size_t wanted = count ? 2 * count : 8;
        draft->remarks =
            arena_grow(draft->scan->arena, draft->remarks, count, wanted, sizeof *draft->remarks);
        draft->remark_capacity = draft->remarks ? wanted : 0;
    }
    if (draft->remarks && text)
        draft->remarks[draft->remark_count++] = (struct bulk_draft_remark){place, text, code};
    else if (!draft->remarks)
        draft->remark_count = 0;
}

const char *bulk_draft_name(const struct bulk_draft *draft, int column)
{
    struct text name = draft->scan->columns[column].name;
    return arena_text(draft->scan->arena, name.bytes, name.length);
}

static struct bulk_draft *begin(struct bulk_scan *scan, const struct bulk_known *known)
{
    struct bulk_draft *draft = arena_alloc(scan->arena, 1, sizeof *draft);
    struct bulk_draft_column *columns =
        arena_alloc(scan->arena, scan->column_count, sizeof *columns);
    if (!draft || !columns)
        return NULL;
    *draft = (struct bulk_draft){.known = known,
                                 .scan = scan,
                                 .columns = columns,
                                 .column_count = scan->column_count,
                                 .name = BULK_DRAFT_NONE,
                                 .period = BULK_DRAFT_NONE,
                                 .edition = BULK_DRAFT_NONE,
                                 .names = BULK_DRAFT_NONE,
                                 .value = BULK_DRAFT_NONE};
    for (size_t i = 0; i < scan->column_count; i++)
        columns[i] = (struct bulk_draft_column){.scan = &scan->columns[i],
                                                .of = BULK_DRAFT_NONE,
                                                .low = BULK_DRAFT_NONE,
                                                .high = BULK_DRAFT_NONE,
                                                .se = BULK_DRAFT_NONE};
    return draft;
}

/* What is left has a reason. */
static void explain_rest(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        struct bulk_draft_column *column = &draft->columns[i];
        if (column->role != BULK_DRAFT_IGNORED || column->why)
            continue;
        struct text example = column->scan->example;
        size_t marks = 0, digits = 0;
        for (size_t c = 0; c < example.length; c++) {
            digits += example.bytes[c] >= '0' && example.bytes[c] <= '9';
            marks += memchr(" ,.+-%", example.bytes[c], 6) != NULL;
        }
        bool like = digits > 0 && digits + marks == example.length && !column->scan->dates;
        column->why = like ? arena_printf(draft->scan->arena, "not written as numbers: \"%.*s\"",
                                          (int)example.length, example.bytes)
                           : "text";
    }
}

static bool has_figures(const struct bulk_draft *draft)
{
    bool any = false;
    for (size_t i = 0; i < draft->column_count; i++)
        any = any || draft->columns[i].role == BULK_DRAFT_SERIES;
    return any;
}

static struct bulk_draft *no_memory(struct err *err)
{
    err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking at the columns");
    return NULL;
}

struct bulk_draft *bulk_draft_make(struct arena *arena, const struct bulk_known *known,
                                   const char *file, const char *bytes, size_t length,
                                   struct err *err)
{
    struct bulk_scan *scan = bulk_scan_file(arena, file, bytes, length, err);
    if (!scan)
        return NULL;
    struct bulk_draft *draft = begin(scan, known);
    if (!draft)
        return no_memory(err);
    if (!bulk_columns_find(draft, file, err))
        return arena_failed(arena) ? no_memory(err) : NULL;
    bulk_match_wanted(draft);
    bulk_guess_find(draft);
    bulk_match_columns(draft);
    if (arena_failed(arena) || !bulk_survey(draft))
        return no_memory(err);
    explain_rest(draft);
    if (!has_figures(draft)) {
        err_set(err, ERR_IMPORT_COLUMNS, "no column holds figures beside country and period");
        err_at(err, (struct err_place){.file = file, .line = 1});
        err_hint(err, "numbers are written 1234.5, without spaces, commas or units");
        return NULL;
    }
    bulk_match_rest(draft);
    bulk_rows_remark(draft);
    if (!bulk_source_check(draft, err))
        return arena_failed(arena) ? no_memory(err) : NULL;
    bulk_source_suggest(draft);
    return arena_failed(arena) ? no_memory(err) : draft;
}
