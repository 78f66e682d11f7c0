#include "chart/chart_tidy.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

bool chart_tidy_open(struct chart_tidy *tidy, const struct rows *rows, const struct rows *labels,
                     const char *const *names, size_t count, size_t needed, struct err *err)
{
    *tidy = (struct chart_tidy){.rows = rows, .labels = labels};
    for (size_t i = 0; i < count; i++) {
        tidy->columns[i] = rows_find(rows, names[i]);
        if (tidy->columns[i] == SIZE_MAX && i < needed)
            return err_set(err, ERR_CHART_ROWS, "the rows to draw have no column \"%s\"", names[i]);
    }
    return rows->count > 0 || err_set(err, ERR_CHART_ROWS, "there are no rows to draw");
}

const char *chart_tidy_text(const struct chart_tidy *tidy, size_t row, size_t column)
{
    size_t at = tidy->columns[column];
    return at == SIZE_MAX || tidy->rows->columns[at].type != ROWS_TEXT
               ? ""
               : rows_text(tidy->rows, row, at);
}

double chart_tidy_number(const struct chart_tidy *tidy, size_t row, size_t column)
{
    size_t at = tidy->columns[column];
    return at == SIZE_MAX || tidy->rows->columns[at].type != ROWS_NUMBER
               ? NAN
               : rows_number(tidy->rows, row, at);
}

const char *chart_tidy_name(const struct chart_tidy *tidy, const char *id)
{
    size_t ids = tidy->labels ? rows_find(tidy->labels, "id") : SIZE_MAX;
    for (size_t row = 0; ids != SIZE_MAX && row < tidy->labels->count; row++)
        if (strcmp(rows_text(tidy->labels, row, ids), id) == 0)
            return rows_text(tidy->labels, row, rows_find(tidy->labels, "name"));
    return id;
}

enum { LABEL_ID, LABEL_NAME, LABEL_KIND, LABEL_PARENT, LABEL_COLUMNS };

static const struct rows_column label_columns[LABEL_COLUMNS] = {{"id", NULL, ROWS_TEXT, 0},
                                                                {"name", NULL, ROWS_TEXT, 0},
                                                                {"kind", NULL, ROWS_TEXT, 0},
                                                                {"parent", NULL, ROWS_TEXT, 0}};

static bool has_label(const struct rows *labels, const char *id, const char *kind)
{
    for (size_t row = 0; row < labels->count; row++)
        if (strcmp(rows_text(labels, row, LABEL_ID), id) == 0 &&
            strcmp(rows_text(labels, row, LABEL_KIND), kind) == 0)
            return true;
    return false;
}

static void add_labels(struct rows *labels, const struct rows *rows, const char *column,
                       const char *names, const char *kind)
{
    size_t id_at = rows_find(rows, column), name_at = rows_find(rows, names);
    size_t role_at = rows_find(rows, "role"), parent_at = rows_find(rows, "parent");
    bool item = strcmp(kind, "item") == 0;
    if (id_at == SIZE_MAX && !item)
        return;
    for (size_t row = 0; row < rows->count; row++) {
        const char *id = id_at == SIZE_MAX ? "" : rows_text(rows, row, id_at);
        const char *name = name_at == SIZE_MAX ? "" : rows_text(rows, row, name_at);
        const char *role = !item || role_at == SIZE_MAX ? "" : rows_text(rows, row, role_at);
        const char *is = *role && strcmp(role, "outcome") != 0 ? "beside" : kind;
        if (has_label(labels, id, is))
            continue;
        rows_add(labels);
        rows_set_text(labels, LABEL_ID, id);
        rows_set_text(labels, LABEL_NAME, *name ? name : id);
        rows_set_text(labels, LABEL_KIND, is);
        rows_set_text(labels, LABEL_PARENT,
                      item && parent_at != SIZE_MAX ? rows_text(rows, row, parent_at) : "");
    }
}

struct rows *chart_tidy_labels(struct arena *arena, const struct rows *rows)
{
    struct rows *labels = rows_new(arena, label_columns, LABEL_COLUMNS);
    if (!labels)
        return NULL;
    add_labels(labels, rows, "country", "country_name", "country");
    add_labels(labels, rows, "item", "item_name", "item");
    return labels->failed ? NULL : labels;
}
