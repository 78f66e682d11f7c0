#include "model/project_panels.h"

#include <math.h>

/* The line of a record; of one made of several rows, that of the first. */
static uint32_t line_of(const struct bulk_table *table, size_t record)
{
    uint32_t line = table->records[record].line;
    for (size_t c = 0; line == 0 && c < table->column_count; c++)
        if (!isnan(table->columns[c].value[record]))
            line = table->columns[c].lines[record];
    return line;
}

static void refuse_row(struct load *load, const struct project *project,
                       const struct bulk_table *table, size_t one, size_t other)
{
    struct err err;
    char date[DATE_PRINT_SIZE];
    size_t first = line_of(table, one) < line_of(table, other) ? one : other;
    size_t second = first == one ? other : one;
    const char *id = project->countries[table->records[second].country].id;
    date_print(*bulk_table_date(table, second), date);
    err_set(&err, ERR_VALUE_TWICE, "%s %s is given twice, first on line %u", id, date,
            (unsigned)line_of(table, first));
    err_at(&err, (struct err_place){.file = load_shown(load, table->file),
                                    .line = line_of(table, second)});
    err_hint(&err,
             "delete one of the rows, or leave one out by where: or except: in the panel's YAML");
    err_list_add(load->list, &err);
}

static void find_twice(struct load *load, const struct project *project,
                       const struct bulk_table *table)
{
    for (size_t i = 1; !table->alone && i < table->count; i++)
        if (table->records[i - 1].country == table->records[i].country &&
            table->records[i - 1].source == table->records[i].source &&
            bulk_table_date(table, i - 1)->last == bulk_table_date(table, i)->last)
            refuse_row(load, project, table, i - 1, i);
}

/* The figure that a panel gives of the same series, date, source and day of knowledge. */
static void find_beside(struct load *load, const struct project *project,
                        const struct bulk_feed *feed, const struct observation *made)
{
    const struct bulk_table *table = feed->table;
    for (size_t i = bulk_table_find(table, made->date.last, made->country);
         i < table->count && table->records[i].country == made->country &&
         bulk_table_date(table, i)->last == made->date.last;
         i++) {
        if (table->records[i].source != made->source || isnan(feed->column->value[i]))
            continue;
        struct observation figure =
            bulk_table_observation(project->codebook, project->sources, feed, i);
        struct err err;
        if (figure.recorded != made->recorded)
            continue;
        err_set(&err, ERR_VALUE_TWICE, "the panel %s gives %s of that date too, on line %u of %s",
                table->name, made->use->series, (unsigned)figure.line, table->file);
        err_at(&err, (struct err_place){.file = load_shown(load, made->file), .line = made->line});
        err_in(&err, "%s/%s", project->countries[made->country].id,
               project->codebook->indicators[made->indicator].id);
        err_hint(&err, "delete one; a corrected value says recorded: with the later day");
        err_list_add(load->list, &err);
    }
}

bool project_panels_take(struct load *load, struct country_load *data, struct project *project,
                         const uint32_t *new_of)
{
    for (size_t i = 0; i < data->table_count; i++) {
        struct bulk_table *table = &data->tables[i];
        struct arena_mark mark = arena_mark(load->scratch);
        bool done = bulk_table_arrange(table, project->sources, new_of, project->country_count,
                                       load->arena, load->scratch);
        arena_rewind(load->scratch, mark);
        if (!done)
            return false;
        find_twice(load, project, table);
    }
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        for (uint32_t f = project->feed_first[made->indicator];
             made->use && f < project->feed_first[made->indicator + 1]; f++)
            if (project->feeds[f].use == made->use)
                find_beside(load, project, &project->feeds[f], made);
    }
    return true;
}
