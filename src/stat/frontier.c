#include "stat/frontier.h"

#include "stat/moments.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <string.h>

enum { STEPS_MAX = 1000000 };

/* The programme of a unit is solved by its dual, which has a row a column of the table and so a
 * basis that is small: with the unit's values s, least l and most m,
 *
 *     min Σ u(k)  subject to, for each j, with u, p, q >= 0,
 *     Σ u(k) x(k, j) - s(j) p(j) + l s(j) Σ p + s(j) q(j) - m s(j) Σ q >= s(j)
 *
 * whose prices of the rows are the weights. Columns of the programme: u, then p where l > 0, then q
 * where m < 1. The basis of slacks, where it starts, has no negative cost: the dual simplex method
 * needs no first phase. */
struct work {
    const double *const *columns;
    size_t count;
    size_t units;
    struct frontier_bounds bounds;
    double *scale;  /* a power of two for each column: its largest value from 1 to 2 */
    double *values; /* of the unit, scaled */
    double *found;  /* its weights */
    double *scores;
    double *weights;
    int *rows; /* as GLPK wants them: from 1 */
    double *entries;
    glp_prob *problem;
    size_t unit;
    bool memory; /* what stopped it was memory */
    jmp_buf escape;
};

static double value_at(const struct work *work, size_t column, size_t unit)
{
    double x = work->columns[column][unit];
    return isnan(x) ? 0 : x * work->scale[column];
}

/* GLPK's hook for errors; it must not return. */
static void escape(void *work)
{
    longjmp(((struct work *)work)->escape, 1);
}

/* GLPK's hook for what it would print: nothing gets through. */
static int hush(void *work, const char *text)
{
    if (strstr(text, "memory"))
        ((struct work *)work)->memory = true;
    return 1;
}

static void set_column(struct work *work, int column)
{
    int used = 0;
    for (size_t j = 0; j < work->count; j++)
        if (work->entries[j + 1] != 0) {
            work->rows[++used] = (int)j + 1;
            work->entries[used] = work->entries[j + 1];
        }
    glp_set_mat_col(work->problem, column, used, work->rows, work->entries);
}

/* What all units share: the columns u and the costs. */
static void build(struct work *work)
{
    int count = (int)work->count, units = (int)work->units;
    int more = (work->bounds.least > 0 ? count : 0) + (work->bounds.most < 1 ? count : 0);
    work->problem = glp_create_prob();
    glp_set_obj_dir(work->problem, GLP_MIN);
    glp_add_rows(work->problem, count);
    glp_add_cols(work->problem, units + more);
    for (int k = 1; k <= units + more; k++)
        glp_set_col_bnds(work->problem, k, GLP_LO, 0, 0);
    for (int k = 1; k <= units; k++) {
        glp_set_obj_coef(work->problem, k, 1);
        for (size_t j = 0; j < work->count; j++)
            work->entries[j + 1] = value_at(work, j, (size_t)k - 1);
        set_column(work, k);
    }
}

/* A bound on the share of one value: its column of the programme, which is empty where there is no
 * such value. sign is -1 for least, 1 for most. */
static void set_bound(struct work *work, int column, size_t of, double sign, double bound)
{
    bool there = work->values[of] > 0;
    for (size_t j = 0; j < work->count; j++)
        work->entries[j + 1] = there ? -sign * bound * work->values[j] : 0;
    work->entries[of + 1] += sign * work->values[of];
    set_column(work, column);
}

static void set_bounds(struct work *work)
{
    int column = (int)work->units;
    for (size_t j = 0; work->bounds.least > 0 && j < work->count; j++)
        set_bound(work, ++column, j, -1, work->bounds.least);
    for (size_t j = 0; work->bounds.most < 1 && j < work->count; j++)
        set_bound(work, ++column, j, 1, work->bounds.most);
}

static bool solve(struct work *work)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    how.it_lim = STEPS_MAX;
    how.tol_bnd = how.tol_dj = 1e-9;
    for (size_t j = 0; j < work->count; j++)
        glp_set_row_bnds(work->problem, (int)j + 1, GLP_LO, work->values[j], 0);
    set_bounds(work);
    glp_std_basis(work->problem);
    if (glp_simplex(work->problem, &how) != 0 || glp_get_status(work->problem) != GLP_OPT)
        return false;
    for (size_t j = 0; j < work->count; j++) {
        double price = glp_get_row_dual(work->problem, (int)j + 1);
        work->found[j] = price > 0 && work->values[j] > 0 ? price : 0;
    }
    return true;
}

static double sum_of(const struct work *work, size_t unit)
{
    double sum = 0;
    for (size_t j = 0; j < work->count; j++)
        sum += work->found[j] * value_at(work, j, unit);
    return sum;
}

/* Weights scaled so that the best unit has 1; the score. */
static double finish(struct work *work)
{
    double best = 0;
    for (size_t k = 0; k < work->units; k++) {
        double sum = sum_of(work, k);
        best = sum > best ? sum : best;
    }
    if (!(best > 0))
        return 0;
    double score = sum_of(work, work->unit) / best;
    for (size_t j = 0; j < work->count; j++)
        work->found[j] = work->found[j] / best * work->scale[j];
    return score;
}

/* Takes in the unit's values; false where it has none, or too few for the bounds. *reachable is
 * false where its zeros keep it from any score. */
static bool take(struct work *work, bool *reachable)
{
    size_t values = 0, positive = 0;
    for (size_t j = 0; j < work->count; j++) {
        work->values[j] = value_at(work, j, work->unit);
        work->found[j] = 0;
        values += isnan(work->columns[j][work->unit]) ? 0 : 1;
        positive += work->values[j] > 0;
    }
    *reachable = positive > 0 && frontier_fits(&work->bounds, positive) &&
                 (positive == values || work->bounds.least <= 0);
    return values > 0 && frontier_fits(&work->bounds, values);
}

static bool score(struct work *work)
{
    bool reachable;
    work->scores[work->unit] = NAN;
    if (take(work, &reachable)) {
        if (reachable && !solve(work))
            return false;
        work->scores[work->unit] = reachable ? finish(work) : 0;
    }
    for (size_t j = 0; work->weights && j < work->count; j++)
        work->weights[work->unit * work->count + j] = work->found[j];
    return true;
}

static enum frontier_status run(struct work *work)
{
    if (setjmp(work->escape))
        return work->memory ? FRONTIER_NO_MEMORY : FRONTIER_FAILED;
    glp_term_hook(hush, work);
    glp_error_hook(escape, work);
    build(work);
    for (work->unit = 0; work->unit < work->units; work->unit++)
        if (!score(work))
            return FRONTIER_FAILED;
    return FRONTIER_OK;
}

/* False, and where, when a value is negative. */
static bool set_scales(struct work *work, struct frontier_place *place)
{
    for (size_t j = 0; j < work->count; j++) {
        double most = 0;
        for (size_t unit = 0; unit < work->units; unit++) {
            double x = work->columns[j][unit];
            *place = (struct frontier_place){j, unit};
            if (x < 0)
                return false;
            most = x > most ? x : most;
        }
        work->scale[j] = most > 0 ? moments_scale(most) : 1;
    }
    return true;
}

bool frontier_fits(const struct frontier_bounds *bounds, size_t values)
{
    double n = (double)values;
    return bounds->least <= bounds->most && bounds->least * n <= 1 + 1e-9 &&
           bounds->most * n >= 1 - 1e-9;
}

static enum frontier_status prepare(struct work *work, struct frontier_place *place)
{
    if (!set_scales(work, place))
        return FRONTIER_NEGATIVE;
    if (!frontier_fits(&work->bounds, work->count))
        return FRONTIER_BOUNDS;
    return work->units > 0 && glp_init_env() > 1 ? FRONTIER_NO_MEMORY : FRONTIER_OK;
}

enum frontier_status frontier_scores(const double *const *columns, size_t count, size_t units,
                                     const struct frontier_bounds *bounds, struct arena *arena,
                                     double *scores, double *weights, struct frontier_place *place)
{
    struct arena_mark mark = arena_mark(arena);
    struct work work = {.columns = columns,
                        .count = count,
                        .units = units,
                        .bounds = *bounds,
                        .scale = arena_alloc(arena, count, sizeof *work.scale),
                        .values = arena_alloc(arena, count, sizeof *work.values),
                        .found = arena_alloc(arena, count, sizeof *work.found),
                        .rows = arena_alloc(arena, count + 1, sizeof *work.rows),
                        .entries = arena_alloc(arena, count + 1, sizeof *work.entries),
                        .scores = scores,
                        .weights = weights};
    bool there = work.scale && work.values && work.found && work.rows && work.entries;
    enum frontier_status status = there ? prepare(&work, place) : FRONTIER_NO_MEMORY;
    if (status == FRONTIER_OK && units > 0) {
        status = run(&work);
        glp_free_env();
        *place = (struct frontier_place){.unit = work.unit};
    }
    arena_rewind(arena, mark);
    return status;
}

bool frontier_is_threaded(void)
{
    return glp_config("TLS") != NULL;
}
