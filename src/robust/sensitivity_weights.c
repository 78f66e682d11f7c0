#include "robust/sensitivity.h"
#include "score/score_audit.h"

#include <string.h>

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while setting weights beside effects");
}

/* The column of a measure, SIZE_MAX for one that has none. */
static size_t column_of(const char *measure)
{
    static const struct {
        const char *measure;
        size_t column;
    } of[] = {{"nominal", SENSITIVITY_WEIGHT_NOMINAL},
              {"importance", SENSITIVITY_WEIGHT_IMPORTANCE},
              {"pearson", SENSITIVITY_WEIGHT_PEARSON},
              {"ratio", SENSITIVITY_WEIGHT_RATIO}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (strcmp(of[i].measure, measure) == 0)
            return of[i].column;
    return SIZE_MAX;
}

struct rows *sensitivity_rows_weights(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err)
{
    static const struct rows_column columns[SENSITIVITY_WEIGHT_COLUMNS] = {
        {"item", NULL, ROWS_TEXT, 0},
        {"of", NULL, ROWS_TEXT, 0},
        {"nominal", NULL, ROWS_NUMBER, -1},
        {"importance", NULL, ROWS_NUMBER, -1},
        {"pearson", NULL, ROWS_NUMBER, -1},
        {"ratio", NULL, ROWS_NUMBER, -1},
        {"country_periods", NULL, ROWS_NUMBER, 0},
        {"flag", NULL, ROWS_TEXT, 0}};
    struct rows *rows = rows_new(arena, columns, SENSITIVITY_WEIGHT_COLUMNS);
    const struct rows *audit =
        score_audit(arena, ask->nominal, ask->first, ask->last, ask->countries, ask->country_count);
    const char *flag = "";
    if (!rows || !audit)
        return out_of_memory(err), NULL;
    for (size_t row = 0; row < audit->count; row++) {
        const char *section = rows_text(audit, row, AUDIT_SECTION);
        const char *measure = rows_text(audit, row, AUDIT_MEASURE);
        const char *remark = rows_text(audit, row, AUDIT_REMARK);
        size_t column = column_of(measure);
        if (strcmp(section, "weight") != 0 && strcmp(section, "index_weight") != 0)
            continue;
        if (column == SENSITIVITY_WEIGHT_NOMINAL) {
            rows_add(rows);
            flag = "";
            rows_set_text(rows, SENSITIVITY_WEIGHT_ITEM, rows_text(audit, row, AUDIT_ITEM));
            rows_set_text(rows, SENSITIVITY_WEIGHT_OF, rows_text(audit, row, AUDIT_OTHER));
            rows_set_number(rows, SENSITIVITY_WEIGHT_ROWS, rows_number(audit, row, AUDIT_N));
        }
        if (column != SIZE_MAX)
            rows_set_number(rows, column, rows_number(audit, row, AUDIT_VALUE));
        if (*remark && !strstr(flag, remark))
            flag = arena_printf(arena, "%s%s%s", flag, *flag ? " " : "", remark);
        if (!flag)
            return out_of_memory(err), NULL;
        rows_set_text(rows, SENSITIVITY_WEIGHT_FLAG, flag);
    }
    return rows->failed ? (out_of_memory(err), NULL) : rows;
}
