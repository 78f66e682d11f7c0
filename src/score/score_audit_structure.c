#include "score/score_audit_structure.h"

#include "stat/correlation.h"
#include "stat/principal.h"
#include "stat/reliability.h"

#include <math.h>

/* J. C. Nunnally, Psychometric Theory, 1978; OECD and JRC, Handbook on Constructing Composite
 * Indicators, 2008, step 4. */
static const double alpha_least = 0.7;

/* W. Becker and others, COINr, 2022: what its plots of correlations mark, get_corr_flags(). */
static const double weak_below = 0.3, redundant_above = 0.9;

/* A node whose parts are looked at together. */
struct family {
    const struct score_audit_part *part;
    size_t item;
    const struct compile_item *made;
    const double *const *children;
};

static void add(const struct family *family, const char *measure, double value, size_t n,
                const char *remark)
{
    score_audit_part_add(family->part,
                         &(struct score_audit_figure){"reliability", measure, family->item,
                                                      SIZE_MAX, value, n, remark});
}

static bool add_alpha(const struct family *family, size_t *complete)
{
    double alpha = NAN;
    if (!reliability_alpha(family->part->score->kernel, family->children, family->made->child_count,
                           family->part->count, family->part->arena, &alpha, complete))
        return false;
    add(family, "alpha", alpha, *complete,
        *complete < 2         ? "few_rows"
        : isnan(alpha)        ? "no_spread"
        : alpha < alpha_least ? "low"
                              : NULL);
    return true;
}

static bool add_mean_correlation(const struct family *family, size_t complete)
{
    size_t count = family->made->child_count;
    struct arena *arena = family->part->arena;
    double *matrix = arena_alloc(arena, count * count, sizeof *matrix);
    if (!matrix ||
        !correlation_matrix(family->part->score->kernel, CORRELATION_PEARSON, CORRELATION_COMPLETE,
                            family->children, count, family->part->count, arena, matrix))
        return false;
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            sum += matrix[i * count + k];
    add(family, "mean_correlation", sum / ((double)count * (double)(count - 1) / 2), complete,
        NULL);
    return true;
}

static void add_loadings(const struct family *family, const struct principal *principal)
{
    for (size_t i = 0; i < family->made->child_count; i++)
        score_audit_part_add(family->part,
                             &(struct score_audit_figure){
                                 "reliability", "loading", family->made->children[i], family->item,
                                 principal->loadings[i], principal->rows, NULL});
}

/* The components, or that there are none. */
static bool add_components(const struct family *family, size_t complete)
{
    struct principal principal;
    size_t column = 0, count = family->made->child_count;
    enum principal_status status =
        principal_of(family->part->score->kernel, family->children, count, family->part->count,
                     family->part->arena, &principal, &column);
    if (status == PRINCIPAL_NO_MEMORY)
        return false;
    if (status == PRINCIPAL_OK) {
        size_t strong = 0;
        while (strong < count && principal.eigenvalues[strong] > 1 + 1e-9)
            strong++;
        add(family, "first_component", principal.explained[0], principal.rows, NULL);
        add(family, "strong_components", (double)strong, principal.rows,
            strong > 1 ? "several" : NULL);
        add_loadings(family, &principal);
        return true;
    }
    struct score_audit_figure figure = {
        "reliability",
        "first_component",
        family->item,
        status == PRINCIPAL_NO_SPREAD ? family->made->children[column] : SIZE_MAX,
        NAN,
        complete,
        status == PRINCIPAL_NO_SPREAD ? "no_spread" : "few_rows"};
    score_audit_part_add(family->part, &figure);
    figure.measure = "strong_components";
    score_audit_part_add(family->part, &figure);
    return true;
}

static bool add_reliability(const struct family *family)
{
    size_t complete = 0;
    return add_alpha(family, &complete) && add_components(family, complete) &&
           add_mean_correlation(family, complete);
}

/* What two columns are to each other: what is low or negative is odd inside an index only. */
enum kind { INSIDE, PAIR, BESIDE };

/* Two columns' correlations, by values and by ranks. */
static bool correlate(const struct score_audit_part *part, struct score_audit_figure figure,
                      enum kind kind)
{
    const double *x = part->columns[figure.item], *y = part->columns[figure.other];
    double rho = NAN, r = correlation_pearson(part->score->kernel, x, y, part->count);
    if (!correlation_spearman(part->score->kernel, x, y, part->count, part->arena, &rho))
        return false;
    figure.n = score_audit_part_pairs(part, x, y);
    figure.measure = "pearson";
    figure.value = r;
    figure.remark = isnan(r) ? (figure.n < 2 ? "few_rows" : "no_spread") : NULL;
    if (kind != BESIDE && r < weak_below)
        figure.remark = score_audit_part_negative(r, figure.n) ? "negative" : "weak";
    if (kind == PAIR && r > redundant_above)
        figure.remark = "redundant";
    score_audit_part_add(part, &figure);
    figure.measure = "spearman";
    figure.value = rho;
    figure.remark = NULL;
    score_audit_part_add(part, &figure);
    return true;
}

static bool add_correlations(const struct family *family)
{
    for (size_t i = 0; i < family->made->child_count; i++)
        if (!correlate(family->part,
                       (struct score_audit_figure){.section = "correlation",
                                                   .item = family->made->children[i],
                                                   .other = family->item},
                       INSIDE))
            return false;
    return true;
}

static bool add_pairs(const struct family *family)
{
    for (size_t i = 0; i < family->made->child_count; i++)
        for (size_t k = i + 1; k < family->made->child_count; k++)
            if (!correlate(family->part,
                           (struct score_audit_figure){.section = "pair",
                                                       .item = family->made->children[i],
                                                       .other = family->made->children[k]},
                           PAIR))
                return false;
    return true;
}

/* Pillars that stand beside the index, with it (the Handbook's step 9). */
static bool add_beside(const struct score_audit_part *part)
{
    const struct score *score = part->score;
    const struct codebook *codebook = score->panel->project->codebook;
    size_t index = score_index(score);
    bool *below = arena_alloc(part->arena, score->items, sizeof *below);
    if (!below)
        return false;
    if (!part->columns[index])
        return true;
    score_audit_part_below(score, index, below);
    for (uint32_t i = 0; i < codebook->node_count; i++) {
        if (codebook->nodes[i].kind != NODE_PILLAR || below[i] || !part->columns[i] ||
            !score->compile->items[i].shown)
            continue;
        if (!correlate(part,
                       (struct score_audit_figure){.section = "beside", .item = i, .other = index},
                       BESIDE))
            return false;
    }
    return true;
}

/* Goes through the nodes with two parts or more; formulas are among them if they may. */
static bool each_node(const struct score_audit_part *part,
                      bool (*look)(const struct family *family), bool formulas)
{
    size_t item;
    for (size_t i = 0; (item = score_audit_part_node(part, i)) != SIZE_MAX; i++) {
        struct family family = {part, item, &part->score->compile->items[item], NULL};
        if (family.made->child_count < 2 || (family.made->formula && !formulas))
            continue;
        family.children = score_audit_part_children(part, item);
        if (!family.children || !look(&family))
            return false;
    }
    return true;
}

bool score_audit_structure(const struct score_audit_part *part)
{
    return each_node(part, add_reliability, false) && each_node(part, add_correlations, true) &&
           each_node(part, add_pairs, true) && add_beside(part);
}
