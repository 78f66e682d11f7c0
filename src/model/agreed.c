#include "model/agreed.h"

#include "model/load.h"

#include <string.h>

/* The observations of the cell and day of items[at]: from *first up to the end that is returned. */
static size_t beside(const struct project *project, size_t at, size_t *first)
{
    const struct observation *items = project->observations, *made = &items[at];
    size_t end = at + 1;
    *first = at;
    while (*first > 0 && items[*first - 1].country == made->country &&
           items[*first - 1].indicator == made->indicator &&
           items[*first - 1].date.last == made->date.last)
        --*first;
    while (end < project->observation_count && items[end].country == made->country &&
           items[end].indicator == made->indicator && items[end].date.last == made->date.last)
        end++;
    return end;
}

/* What a coder coded, NULL when nothing. */
static const struct observation *coded_by(const struct project *project, size_t first, size_t end,
                                          const char *coder)
{
    for (size_t i = first; i < end; i++) {
        const struct observation *made = &project->observations[i];
        if (!made->use && !made->agrees && made->coder && strcmp(made->coder, coder) == 0)
            return made;
    }
    return NULL;
}

static void warn(struct load *load, const struct project *project, const struct observation *made,
                 struct err *err, const char *hint)
{
    err_at(err, (struct err_place){.file = load_shown(load, made->file), .line = made->line});
    err_in(err, "%s/%s", project->countries[made->country].id,
           project->codebook->indicators[made->indicator].id);
    err_hint(err, "%s", hint);
    err->severity = ERR_WARNING;
    err_list_add(load->list, err);
}

static void check_one(struct load *load, const struct project *project, size_t at)
{
    const struct observation *made = &project->observations[at];
    const char *id = project->codebook->indicators[made->indicator].id;
    char date[DATE_PRINT_SIZE];
    struct err err;
    size_t first, end = beside(project, at, &first);
    bool differ = false;
    date_print(made->date, date);
    for (const char *const *name = made->agrees; *name; name++) {
        const struct observation *own = coded_by(project, first, end, *name);
        differ = differ || (own && own->value != made->value);
        if (own)
            continue;
        err_set(&err, ERR_AGREED_WHO, "%s is said to agree on %s %s, but has no value of it", *name,
                id, date);
        warn(load, project, made, &err, "record what each coder found, or correct the name");
    }
    if (!differ || made->note)
        return;
    err_set(&err, ERR_AGREED_WHY, "coders differed on %s %s, and nothing says why %.10g stands", id,
            date, made->as_published);
    warn(load, project, made, &err, "add note: with the reason");
}

void agreed_check(struct load *load, const struct project *project)
{
    /* With errors a coder's value may be in what could not be read. */
    for (size_t i = 0; load->list->errors == 0 && i < project->observation_count; i++)
        if (project->observations[i].agrees && !project->observations[i].use)
            check_one(load, project, i);
}
