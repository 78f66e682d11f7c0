/* The one evaluation core: a graph of columns, evaluated block by block under a binding.
 *
 * A node's operands have lower ids. Rows are whatever the caller lays out in columns:
 * country-periods for a score, draws of one country-period for its uncertainty. Missing is NaN
 * and travels as each node says.
 *
 * Most nodes look at one row. Some look at many: a frame takes figures from a column (its lowest
 * value, its mean), a rank places a value among others, a lag looks back in time. These need the
 * rows of a panel, and are computed whole before what stands on them. */
#ifndef TIDEMARK_SCORE_GRAPH_H
#define TIDEMARK_SCORE_GRAPH_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum graph_op {
    GRAPH_SOURCE, /* a column bound from outside */
    GRAPH_CONST,
    GRAPH_PARAM,     /* a named number bound from outside, else its default */
    GRAPH_GOALPOSTS, /* from worst..best to a scale */
    GRAPH_STEPS,     /* straight lines, or steps, through given points */
    GRAPH_MAP,       /* a function of one operand */
    GRAPH_BINARY,    /* a function of two */
    GRAPH_SELECT,    /* one of two operands by a condition */
    GRAPH_MEAN,      /* a weighted aggregate of present operands */
    GRAPH_LIST,      /* a figure over operands, unweighted: a formula's tide.mean {…} */
    GRAPH_TREAT,     /* a column with outliers treated as a frame says */
    GRAPH_FIGURE,    /* one figure of a frame, for the class of each row */
    GRAPH_FRAME,     /* figures taken from columns, a set a class */
    GRAPH_PLACE,     /* rank or percentile of each row among its class */
    GRAPH_TIME,      /* looking along the periods of a country */
    GRAPH_CLASS,     /* a figure of each row against the others of its class, over operands */
    GRAPH_CALL,      /* a function from outside, over columns */
    GRAPH_ANSWER,    /* one result of a call */
};

enum { GRAPH_BLOCK_ROWS = 1024, GRAPH_TREAT_FIGURES = 6 };
#define GRAPH_NONE UINT32_MAX

enum graph_average {
    GRAPH_ARITHMETIC,
    GRAPH_GEOMETRIC,
    GRAPH_HARMONIC,
    GRAPH_POWER, /* of graph_mean.order, which is not 0 */
    GRAPH_MINIMUM,
    GRAPH_SUM, /* missing when any operand is */
    GRAPH_MPI, /* mean × (1 ∓ (sd / mean)²), unweighted, sd with n; minus for order -1, plus for 1;
                  the mean where sd is 0; missing where the mean is 0 and sd is not */
};
enum graph_function {
    GRAPH_SQRT, /* missing below 0 */
    GRAPH_LOG,  /* missing at 0 and below */
    GRAPH_EXP,  /* missing where it overflows */
    GRAPH_ABS,
    GRAPH_NEGATE,
    GRAPH_FLOOR, /* these three never give -0 */
    GRAPH_CEIL,
    GRAPH_ROUND,      /* half away from zero */
    GRAPH_CDF_NORMAL, /* of the standard normal distribution */
    GRAPH_NOT,        /* 1 - x of a condition */
    GRAPH_IS_MISSING, /* 1 or 0, never missing */
};
/* What is no finite number is missing. */
enum graph_binary {
    GRAPH_ADD,
    GRAPH_SUBTRACT,
    GRAPH_MULTIPLY,
    GRAPH_DIVIDE, /* missing where the divisor is 0 */
    GRAPH_RAISE,  /* a to the power b; a × a where b is 2 */
    GRAPH_MODULO, /* elementary_mod; missing where b is 0 */
    GRAPH_LEAST,  /* missing when either is */
    GRAPH_MOST,
    GRAPH_LESS, /* 1 or 0; missing when either is */
    GRAPH_LESS_EQUAL,
    GRAPH_EQUAL,
    GRAPH_DEFAULT, /* b where a is missing */
    GRAPH_ONLY_IF, /* a where b is 1, else missing */
};
enum graph_list {                  /* likewise */
                  GRAPH_LIST_MEAN, /* over what is there; missing when nothing is */
                  GRAPH_LIST_SUM,
                  GRAPH_LIST_LEAST,
                  GRAPH_LIST_MOST,
                  GRAPH_LIST_SD, /* n - 1; missing below two */
                  GRAPH_LIST_MEDIAN,
                  GRAPH_LIST_COUNT, /* never missing */
};

/* What a frame takes from its operands, in the order of its figures. */
enum graph_frame {
    GRAPH_FRAME_ENDS,    /* minimum, maximum */
    GRAPH_FRAME_MOST,    /* maximum */
    GRAPH_FRAME_MEAN,    /* mean */
    GRAPH_FRAME_MOMENTS, /* mean, sd (n - 1) */
    GRAPH_FRAME_MEDIAN,  /* median */
    GRAPH_FRAME_TREAT,   /* as stat/outlier.h: kind, lower, upper, minimum, maximum, lambda */
    GRAPH_FRAME_PCA,     /* the rest: a weight an operand */
    GRAPH_FRAME_FACTORS,
    GRAPH_FRAME_ENTROPY,
    GRAPH_FRAME_CRITIC,
};
enum graph_place { GRAPH_RANK, GRAPH_PERCENTILE };
enum graph_time {
    GRAPH_LAG,    /* so many periods earlier */
    GRAPH_CARRY,  /* the last value of at most so many periods earlier */
    GRAPH_LINEAR, /* between the neighbours in time, over at most so many missing periods */
};
enum graph_class {
    GRAPH_COPELAND,         /* operands, then weights */
    GRAPH_BENEFIT_OF_DOUBT, /* operands */
    GRAPH_REFERENCE,        /* operand: the value of one country in the row's period */
};

struct graph;

/* Building. Each returns the node's id, GRAPH_NONE without memory or when an operand or
 * a grouping is GRAPH_NONE (sticky: check graph_failed once at the end). Equal nodes are shared. */
struct graph *graph_new(struct arena *arena);
uint32_t graph_source(struct graph *graph, uint32_t source);
uint32_t graph_const(struct graph *graph, double value);

/* The name is copied; one name has one default. */
uint32_t graph_param(struct graph *graph, const char *name, double value);

/* to_worst + (x - worst) / (best - worst) × (to_best - to_worst), so that worst and best are met
 * exactly; with clip not outside to_worst..to_best (to_worst < to_best). Missing where worst and
 * best are equal or missing. */
struct graph_goalposts {
    double to_worst;
    double to_best;
    bool clip;
};
uint32_t graph_goalposts(struct graph *graph, const struct graph_goalposts *spec, uint32_t operand,
                         uint32_t worst, uint32_t best);

/* Straight lines through (from[i], to[i]), from ascending, at least two; beyond the ends the last
 * value holds. */
uint32_t graph_steps(struct graph *graph, uint32_t operand, const double *from, const double *to,
                     size_t count);

/* to[0] below cuts[0], to[i] from cuts[i - 1] on, to[count] from cuts[count - 1] on; cuts
 * ascending. */
uint32_t graph_cut(struct graph *graph, uint32_t operand, const double *cuts, const double *to,
                   size_t count);

/* Missing stays missing, but where the function says otherwise. */
uint32_t graph_map(struct graph *graph, enum graph_function function, uint32_t operand);
uint32_t graph_binary(struct graph *graph, enum graph_binary function, uint32_t a, uint32_t b);

/* a where the condition is 1, b where it is 0, missing where it is missing. */
uint32_t graph_select(struct graph *graph, uint32_t condition, uint32_t a, uint32_t b);
uint32_t graph_list(struct graph *graph, enum graph_list function, const uint32_t *operands,
                    size_t count);

/* weights are scalars or columns (> 0), one an operand. The aggregate is taken over present
 * operands with weights renormalised; missing when none is present, or when the present share of
 * weight (or of count, or, need_count > 0, the number) is below need, compared with 1e-9 slack.
 * Operands below floor are raised to it; in geometric and harmonic means and powers up to 0 a zero
 * with floor 0 gives 0. */
struct graph_mean {
    enum graph_average average;
    double order;
    double floor;
    double need_share;
    int need_count;
    bool need_of_count;
};
uint32_t graph_mean(struct graph *graph, const struct graph_mean *spec, const uint32_t *operands,
                    const uint32_t *weights, size_t count);

/* Figures of a frame over the classes of a grouping. name is how the frame is called in messages
 * and in stored frames ("normalise/le"). options are those of the kind: TREAT has skew, kurtosis,
 * max, otherwise (0 none, 1 log), or for a plain logarithm or Box-Cox 0, 0, 0, 2 or 3 and lambda;
 * FACTORS has eigenvalue. */
uint32_t graph_frame(struct graph *graph, enum graph_frame kind, const char *name,
                     uint32_t grouping, const uint32_t *operands, size_t count,
                     const double *options, size_t option_count);

/* The figure of a frame for the class of each row; missing where the row is in none. */
uint32_t graph_figure(struct graph *graph, uint32_t frame, size_t figure);

/* Whether a node is a frame, and what it is: how many figures a class has, by which grouping. */
struct graph_frame_info {
    const char *name;
    enum graph_frame kind;
    size_t width;
    uint32_t grouping;
};
bool graph_frame_info(const struct graph *graph, uint32_t node, struct graph_frame_info *info);

/* Marks a node and all that it stands on in needed[graph_count]; GRAPH_NONE marks nothing. */
void graph_mark(const struct graph *graph, uint32_t node, bool *needed);

/* The name of a parameter; NULL for other nodes. */
const char *graph_param_name(const struct graph *graph, uint32_t node);

/* The name of a frame or of a node of classes, and its grouping; NULL for other nodes. */
const char *graph_name(const struct graph *graph, uint32_t node, uint32_t *grouping);

/* An operand treated by a frame of kind TREAT. */
uint32_t graph_treat(struct graph *graph, uint32_t operand, uint32_t frame);

/* Rank (1 the lowest, ties the lowest rank) or (rank - 1) / (n - 1) within the row's class. */
uint32_t graph_place(struct graph *graph, enum graph_place kind, uint32_t grouping,
                     uint32_t operand);

/* periods is the lag, or the limit of CARRY and LINEAR (0: none). */
uint32_t graph_time(struct graph *graph, enum graph_time kind, uint32_t operand, size_t periods);

/* name is how messages call it. numbers: BENEFIT_OF_DOUBT least and most; REFERENCE the country's
 * place. */
uint32_t graph_class(struct graph *graph, enum graph_class kind, const char *name,
                     uint32_t grouping, const uint32_t *operands, size_t count,
                     const double *numbers, size_t number_count);

/* Call `call` of the binding over operands; its results are read with graph_answer. */
uint32_t graph_call(struct graph *graph, uint32_t call, const uint32_t *operands, size_t count,
                    size_t results);
uint32_t graph_answer(struct graph *graph, uint32_t call, size_t result);

/* Nodes so far. */
size_t graph_count(const struct graph *graph);

/* Whether an addition ran out of memory. */
bool graph_failed(const struct graph *graph);

/* How far a node looks: at its row alone, at figures of frames too, or at other rows. */
enum graph_reach { GRAPH_REACH_ROW, GRAPH_REACH_FRAME, GRAPH_REACH_PANEL };
enum graph_reach graph_reach(const struct graph *graph, uint32_t node);

/* Marks the nodes that a node is computed from, itself among them, but for those of stops and what
 * only these are computed from; marks has an entry a node. */
void graph_mark_above(const struct graph *graph, uint32_t node, const uint32_t *stops, size_t count,
                      bool *marks);

/* The number of a source, UINT32_MAX when the node is none. */
uint32_t graph_source_number(const struct graph *graph, uint32_t node);

/* Whether a node itself looks at other rows, be it for figures of a frame. */
bool graph_looks_around(const struct graph *graph, uint32_t node);

/* Where sources and parameters come from. A source is a column of values, `stride` apart, or, when
 * stride is 0, one value for all rows; values NULL is missing throughout. params override defaults
 * by name. A grouping is the class of each row, likewise; UINT32_MAX: in none; classes NULL: all
 * rows are one. Row r is of country r mod countries in period r / countries; countries 0: rows are
 * no panel. framed, when not NULL, marks the rows that frames look at. eras[node][row], where
 * not NULL, part the time of a country: a lag or a line of that node looks no further. */
struct graph_column {
    const double *values;
    size_t stride;
};
struct graph_override {
    uint32_t node;
    struct graph_column column;
};
struct graph_param_value {
    const char *name;
    double value;
};
struct graph_grouping {
    const uint32_t *classes;
    size_t stride;
    uint32_t count;
};
struct graph_binding {
    const struct graph_column *sources;
    size_t source_count;
    const struct graph_param_value *params;
    size_t param_count;
    const struct graph_grouping *groupings;
    size_t grouping_count;
    size_t countries;
    const bool *framed;
    const uint32_t *const *eras;

    /* Runs a call over columns of rows values; results[i] has room for rows values. */
    bool (*call)(void *context, uint32_t call, const double *const *columns, size_t rows,
                 double *const *results);
    void *call_context;

    /* Nodes that are given as columns instead of being computed. */
    const struct graph_override *overrides;
    size_t override_count;

    /* Figures of frames kept from an evaluation, to hold them; NULL: taken anew. */
    const struct graph_figures *held;
};

/* The figures of every frame of a graph, by node; NULL where the node is no frame or was not
 * needed. */
struct graph_figures {
    const double **of;
    size_t count;
};

/* Why a frame could not be taken: figures that the data do not give. */
struct graph_trouble {
    uint32_t node; /* GRAPH_NONE: none */
    uint32_t class_of;
    size_t operand;
    const char *what; /* a static sentence part: "has no range" */
};

/* Rows first..first + rows - 1 of the wanted nodes go to out[i][0..rows - 1]; of `total` rows in
 * all, which frames and their like look at. figures, when not NULL, keeps what frames took, in
 * keep. trouble, when not NULL, says what figures are undefined (they are NaN). Nodes that depend
 * on no column with a stride are computed once. Scratch comes from arena and is given back. False
 * without memory, or when a call failed. Neither the kernel's width nor threads change a result. */
struct graph_run {
    const struct graph_binding *binding;
    size_t total;
    size_t first;
    size_t rows;
    const uint32_t *wanted;
    size_t wanted_count;
    double *const *out;
    const struct kernel *kernel;
    unsigned threads;
    struct graph_figures *figures;
    struct arena *keep;
    struct graph_trouble *trouble;
};
bool graph_run(const struct graph *graph, const struct graph_run *run, struct arena *arena);

/* graph_run over all rows, one thread, nothing kept. */
bool graph_evaluate(const struct graph *graph, const struct graph_binding *binding, size_t rows,
                    const uint32_t *wanted, size_t wanted_count, double *const *out,
                    const struct kernel *kernel, struct arena *arena);

#endif
