#include "cli/display_audit.h"

#include "score/score_audit.h"

#include <math.h>
#include <string.h>

/* What the tables are made from. */
struct audit {
    struct arena *arena;
    const struct reading *reading;
    const struct rows *tidy;
};

static const char *text_at(const struct audit *audit, size_t row, size_t column)
{
    return rows_text(audit->tidy, row, column);
}

static bool is(const struct audit *audit, size_t row, const char *section, const char *measure)
{
    return strcmp(text_at(audit, row, AUDIT_SECTION), section) == 0 &&
           strcmp(text_at(audit, row, AUDIT_MEASURE), measure) == 0;
}

/* The row of a measure that is about the same item and other as row; SIZE_MAX when there is none.
 */
static size_t beside(const struct audit *audit, size_t row, const char *section,
                     const char *measure)
{
    for (size_t i = 0; i < audit->tidy->count; i++)
        if (is(audit, i, section, measure) &&
            strcmp(text_at(audit, i, AUDIT_ITEM), text_at(audit, row, AUDIT_ITEM)) == 0 &&
            strcmp(text_at(audit, i, AUDIT_OTHER), text_at(audit, row, AUDIT_OTHER)) == 0)
            return i;
    return SIZE_MAX;
}

static double value_at(const struct audit *audit, size_t row)
{
    return row == SIZE_MAX ? NAN : rows_number(audit->tidy, row, AUDIT_VALUE);
}

static const char *name_of(const struct audit *audit, const char *id)
{
    return display_name(audit->reading, id);
}

static const char *inside(const struct audit *audit, const char *id)
{
    const char *name = arena_printf(audit->arena, "  %s", name_of(audit, id));
    return name ? name : "";
}

/* A cell with a number of so many decimals, to the right; scale 100 for shares. */
static void set(const struct audit *audit, struct rows *display, size_t column, double value,
                int decimals, double scale)
{
    rows_set_text(display, column, display_number(audit->arena, value * scale, decimals));
}

/* What remarks of tidy rows say in plain words. */
static const char *words_of(const char *remark)
{
    static const char *const words[][2] = {
        {"few_rows", "too few rows"},
        {"no_spread", "never changes"},
        {"low", "hardly one thing"},
        {"several", "more than one dimension"},
        {"negative", "moves against its node"},
        {"weak", "hardly moves with it"},
        {"redundant", "say nearly the same"},
        {"heavy", "more than its weight"},
        {"light", "less than its weight"},
        {"outliers", "outliers"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(remark, words[i][0]) == 0)
            return words[i][1];
    return "";
}

static bool is_remark(const struct audit *audit, size_t row, const char *remark)
{
    return row != SIZE_MAX && strcmp(text_at(audit, row, AUDIT_REMARK), remark) == 0;
}

static struct rows *begin(const struct audit *audit, const struct rows_column *columns,
                          size_t count, const char *title)
{
    struct rows *display = rows_new(audit->arena, columns, count);
    if (display)
        rows_add_meta(display, "title", "%s", title);
    return display;
}

/* Whether a node has two words to say of its parts: how far they are one thing, and how many. */
static const char *verdict(const struct audit *audit, size_t alpha, size_t first, size_t strong)
{
    const char *one = words_of(text_at(audit, alpha, AUDIT_REMARK));
    const char *other = strong == SIZE_MAX ? "" : words_of(text_at(audit, strong, AUDIT_REMARK));
    if (is_remark(audit, first, "no_spread"))
        return arena_printf(audit->arena, "%s never changes",
                            name_of(audit, text_at(audit, first, AUDIT_OTHER)));
    if (is_remark(audit, first, "few_rows"))
        return "too few rows lack nothing";
    return *one && *other ? arena_printf(audit->arena, "%s; %s", one, other) : *one ? one : other;
}

/* The row of the node's measure whatever other it names. */
static size_t of_node(const struct audit *audit, size_t row, const char *measure)
{
    for (size_t i = row; i < audit->tidy->count; i++)
        if (is(audit, i, "reliability", measure) &&
            strcmp(text_at(audit, i, AUDIT_ITEM), text_at(audit, row, AUDIT_ITEM)) == 0)
            return i;
    return SIZE_MAX;
}

static struct rows *reliability(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"node", "Node", ROWS_TEXT, 0},
                                                 {"n", "Rows", ROWS_NUMBER, 0},
                                                 {"alpha", "Alpha", ROWS_TEXT, ROWS_RIGHT},
                                                 {"first", "First %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"strong", "Strong", ROWS_TEXT, ROWS_RIGHT},
                                                 {"mean", "Mean r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"remark", "Remark", ROWS_TEXT, 0}};
    struct rows *display = begin(audit, columns, 7, "Do the parts of a node measure one thing?");
    for (size_t row = 0; display && row < audit->tidy->count; row++) {
        if (!is(audit, row, "reliability", "alpha"))
            continue;
        size_t first = of_node(audit, row, "first_component");
        size_t strong = of_node(audit, row, "strong_components");
        rows_add(display);
        rows_set_text(display, 0, name_of(audit, text_at(audit, row, AUDIT_ITEM)));
        rows_set_number(display, 1, rows_number(audit->tidy, row, AUDIT_N));
        set(audit, display, 2, value_at(audit, row), 3, 1);
        set(audit, display, 3, value_at(audit, first), 0, 100);
        set(audit, display, 4, value_at(audit, strong), 0, 1);
        set(audit, display, 5, value_at(audit, of_node(audit, row, "mean_correlation")), 2, 1);
        rows_set_text(display, 6, verdict(audit, row, first, strong));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "note",
                  "Rows: country-periods that lack none of the parts. Alpha: Cronbach's, of which "
                  "0.7 is asked. First: what one dimension explains of the parts; Strong: "
                  "dimensions that explain more than a single part would. What counts together "
                  "need not move together: then say so, and why.");
    return display;
}

/* A row that begins the parts of a node. */
static void add_heading(struct rows *display, const char *heading)
{
    rows_add(display);
    rows_set_text(display, 0, heading);
}

static bool begins_node(const struct audit *audit, size_t row, size_t before)
{
    return before == SIZE_MAX ||
           strcmp(text_at(audit, row, AUDIT_OTHER), text_at(audit, before, AUDIT_OTHER)) != 0 ||
           strcmp(text_at(audit, row, AUDIT_SECTION), text_at(audit, before, AUDIT_SECTION)) != 0;
}

static void add_correlation(const struct audit *audit, struct rows *display, size_t row)
{
    const char *section = text_at(audit, row, AUDIT_SECTION);
    rows_add(display);
    rows_set_text(display, 0, inside(audit, text_at(audit, row, AUDIT_ITEM)));
    set(audit, display, 1, rows_number(audit->tidy, row, AUDIT_N), 0, 1);
    set(audit, display, 2, value_at(audit, row), 2, 1);
    set(audit, display, 3, value_at(audit, beside(audit, row, section, "spearman")), 2, 1);
    if (strcmp(section, "beside") != 0)
        set(audit, display, 4, value_at(audit, beside(audit, row, "reliability", "loading")), 2, 1);
    rows_set_text(display, 5, words_of(text_at(audit, row, AUDIT_REMARK)));
}

static struct rows *correlations(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"part", "Node and its parts", ROWS_TEXT, 0},
                                                 {"n", "Rows", ROWS_TEXT, ROWS_RIGHT},
                                                 {"r", "r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"rank", "Rank r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"loading", "Loading", ROWS_TEXT, ROWS_RIGHT},
                                                 {"remark", "Remark", ROWS_TEXT, 0}};
    struct rows *display = begin(audit, columns, 6, "Does each part move with its node?");
    size_t before = SIZE_MAX;
    for (size_t row = 0; display && row < audit->tidy->count; row++) {
        bool aside = is(audit, row, "beside", "pearson");
        if (!aside && !is(audit, row, "correlation", "pearson"))
            continue;
        if (begins_node(audit, row, before))
            add_heading(display, aside ? "Beside the index"
                                       : name_of(audit, text_at(audit, row, AUDIT_OTHER)));
        before = row;
        add_correlation(audit, display, row);
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "note",
                  "r: correlation of scores after the rule's stages, over the rows that have both. "
                  "Loading: with the first dimension of the node's parts.");
    return display;
}

static struct rows *pairs(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"item", "Part", ROWS_TEXT, 0},
                                                 {"other", "and part", ROWS_TEXT, 0},
                                                 {"n", "Rows", ROWS_TEXT, ROWS_RIGHT},
                                                 {"r", "r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"rank", "Rank r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"remark", "Remark", ROWS_TEXT, 0}};
    struct rows *display = rows_new(audit->arena, columns, 6);
    size_t all = 0, weak = 0;
    for (size_t row = 0; display && row < audit->tidy->count; row++) {
        if (!is(audit, row, "pair", "pearson"))
            continue;
        all++;
        weak += is_remark(audit, row, "weak");
        bool against = is_remark(audit, row, "negative");
        if (!against && !is_remark(audit, row, "redundant"))
            continue;
        rows_add(display);
        rows_set_text(display, 0, name_of(audit, text_at(audit, row, AUDIT_ITEM)));
        rows_set_text(display, 1, name_of(audit, text_at(audit, row, AUDIT_OTHER)));
        set(audit, display, 2, rows_number(audit->tidy, row, AUDIT_N), 0, 1);
        set(audit, display, 3, value_at(audit, row), 2, 1);
        set(audit, display, 4, value_at(audit, beside(audit, row, "pair", "spearman")), 2, 1);
        rows_set_text(display, 5,
                      against ? "move against each other"
                              : words_of(text_at(audit, row, AUDIT_REMARK)));
    }
    if (!display)
        return NULL;
    size_t found = display->count;
    if (found == 0 && all > 0) {
        rows_add(display);
        rows_set_text(display, 0, "none");
    }
    rows_add_meta(display, "title", "Which parts of one node contradict or repeat each other?");
    rows_add_meta(display, "note",
                  "%zu of %zu pairs: r below 0 by more than chance would often give (2 / √n), or "
                  "above 0.9. %zu more hardly move together (below 0.3); --format csv has all.",
                  found, all, weak);
    return display;
}

/* The items of a section that move the index, below a heading. */
static void add_movers(const struct audit *audit, struct rows *display, const char *section,
                       const char *heading)
{
    bool begun = false;
    for (size_t row = 0; row < audit->tidy->count; row++) {
        if (!is(audit, row, section, "nominal") ||
            strcmp(text_at(audit, row, AUDIT_OTHER), "index") != 0)
            continue;
        if (!begun)
            add_heading(display, heading);
        begun = true;
        size_t importance = beside(audit, row, section, "importance");
        size_t pearson = beside(audit, row, section, "pearson");
        rows_add(display);
        rows_set_text(display, 0, inside(audit, text_at(audit, row, AUDIT_ITEM)));
        set(audit, display, 1, rows_number(audit->tidy, importance, AUDIT_N), 0, 1);
        set(audit, display, 2, value_at(audit, row), 1, 100);
        set(audit, display, 3, value_at(audit, importance), 1, 100);
        set(audit, display, 4, value_at(audit, pearson), 2, 1);
        set(audit, display, 5, value_at(audit, beside(audit, row, section, "ratio")), 2, 1);
        rows_set_text(display, 6,
                      is_remark(audit, pearson, "negative")
                          ? "moves against it"
                          : words_of(text_at(audit, importance, AUDIT_REMARK)));
    }
}

static struct rows *movers(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"item", "Of the index", ROWS_TEXT, 0},
                                                 {"n", "Rows", ROWS_TEXT, ROWS_RIGHT},
                                                 {"weight", "Weight %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"moves", "Moves it %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"r", "r", ROWS_TEXT, ROWS_RIGHT},
                                                 {"ratio", "Ratio", ROWS_TEXT, ROWS_RIGHT},
                                                 {"remark", "Remark", ROWS_TEXT, 0}};
    struct rows *display =
        begin(audit, columns, 7, "What moves the index, beside what its weights say?");
    if (!display)
        return NULL;
    add_movers(audit, display, "weight", "Its parts");
    add_movers(audit, display, "index_weight", "All its indicators");
    rows_add_meta(display, "note",
                  "Moves it: r squared, as a share of the sum. Ratio: what any curve explains of "
                  "the index, from 10 to 1,000 rows. Remarks from twice and half the weight on.");
    return display;
}

static struct rows *values(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"item", "Indicator, as read", ROWS_TEXT, 0},
                                                 {"coverage", "There %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"n", "Values", ROWS_TEXT, ROWS_RIGHT},
                                                 {"distinct", "Different", ROWS_TEXT, ROWS_RIGHT},
                                                 {"minimum", "Lowest", ROWS_TEXT, ROWS_RIGHT},
                                                 {"maximum", "Highest", ROWS_TEXT, ROWS_RIGHT}};
    struct rows *display = begin(audit, columns, 6, "What is there?");
    for (size_t row = 0; display && row < audit->tidy->count; row++) {
        if (!is(audit, row, "value", "coverage"))
            continue;
        size_t minimum = beside(audit, row, "value", "minimum");
        rows_add(display);
        rows_set_text(display, 0, name_of(audit, text_at(audit, row, AUDIT_ITEM)));
        set(audit, display, 1, value_at(audit, row), 0, 100);
        set(audit, display, 2, rows_number(audit->tidy, minimum, AUDIT_N), 0, 1);
        set(audit, display, 3, value_at(audit, beside(audit, row, "value", "distinct")), 0, 1);
        set(audit, display, 4, value_at(audit, minimum), 2, 1);
        set(audit, display, 5, value_at(audit, beside(audit, row, "value", "maximum")), 2, 1);
    }
    return display;
}

static struct rows *spread(const struct audit *audit)
{
    static const struct rows_column columns[] = {{"item", "Indicator, as read", ROWS_TEXT, 0},
                                                 {"skewness", "Skewness", ROWS_TEXT, ROWS_RIGHT},
                                                 {"kurtosis", "Kurtosis", ROWS_TEXT, ROWS_RIGHT},
                                                 {"floor", "Floor %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"ceiling", "Ceiling %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"remark", "Remark", ROWS_TEXT, 0}};
    struct rows *display = begin(audit, columns, 6, "How is it spread?");
    for (size_t row = 0; display && row < audit->tidy->count; row++) {
        if (!is(audit, row, "value", "skewness"))
            continue;
        size_t maximum = beside(audit, row, "value", "maximum");
        bool still = is_remark(audit, maximum, "no_spread");
        rows_add(display);
        rows_set_text(display, 0, name_of(audit, text_at(audit, row, AUDIT_ITEM)));
        set(audit, display, 1, value_at(audit, row), 2, 1);
        set(audit, display, 2, value_at(audit, beside(audit, row, "value", "kurtosis")), 2, 1);
        set(audit, display, 3, value_at(audit, beside(audit, row, "value", "floor")), 0, 100);
        set(audit, display, 4, value_at(audit, beside(audit, row, "value", "ceiling")), 0, 100);
        rows_set_text(display, 5, words_of(text_at(audit, still ? maximum : row, AUDIT_REMARK)));
    }
    if (!display)
        return NULL;
    rows_add_meta(
        display, "note",
        "Outliers: skewness of 2 or more, either way, and kurtosis of 3.5 or more. Floor, "
        "ceiling: values at the worst and best end of the scale.");
    return display;
}

/* How many country-periods were looked at. */
static size_t rows_looked_at(const struct audit *audit)
{
    for (size_t row = 0; row < audit->tidy->count; row++)
        if (is(audit, row, "value", "coverage"))
            return (size_t)rows_number(audit->tidy, row, AUDIT_N);
    return 0;
}

static void add_scope(const struct audit *audit, size_t countries, struct rows *display)
{
    const struct reading *reading = audit->reading;
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    bool several = reading->first < reading->last;
    date_period_print(reading->axis, reading->first, first);
    date_period_print(reading->axis, reading->last, last);
    rows_add_meta(display, "note",
                  "Looked at: %zu countr%s in %s%s%s under rule %s, %zu country-periods.%s",
                  countries, countries == 1 ? "y" : "ies", first, several ? ".." : "",
                  several ? last : "", reading->rule->name, rows_looked_at(audit),
                  several ? " A country is much the same from one period to the next: so many rows "
                            "say less than as many that know nothing of each other. --at looks at "
                            "one period."
                          : "");
}

bool display_audit(const struct session *session, const struct reading *reading,
                   const struct rows *tidy, size_t countries, struct rows **displays, size_t *count)
{
    struct audit audit = {session->arena, reading, tidy};
    struct rows *(*const tables[DISPLAY_AUDIT_TABLES])(const struct audit *audit) = {
        reliability, correlations, pairs, movers, values, spread};
    *count = 0;
    for (size_t i = 0; i < DISPLAY_AUDIT_TABLES; i++) {
        struct rows *display = tables[i](&audit);
        if (!display || display->failed)
            return false;
        if (display->count > 0)
            displays[(*count)++] = display;
    }
    if (*count == 0)
        return true;
    add_scope(&audit, countries, displays[0]);
    display_notes(session, reading, displays[*count - 1]);
    return !displays[0]->failed && !displays[*count - 1]->failed;
}
