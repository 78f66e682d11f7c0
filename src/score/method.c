#include "score/method.h"

#include <math.h>
#include <string.h>

#define OVER                                                                                    \
    {                                                                                           \
        .name = "over", .kind = METHOD_OVER, .standard = "\"all\"",                             \
        .meaning =                                                                              \
            "whose values make the frame: \"all\", \"period\", \"country\", a classification, " \
            "or a list of these"                                                                \
    }
#define OVER_PERIOD                                                                          \
    {                                                                                        \
        .name = "over", .kind = METHOD_OVER, .standard = "\"period\"",                       \
        .meaning =                                                                           \
            "who is compared: \"all\", \"period\", \"country\", a classification, or a list" \
    }
#define CAP                                                                     \
    {                                                                           \
        .name = "cap", .kind = METHOD_BOOLEAN, .standard = "false",             \
        .meaning = "true: values above the scale's upper end count as that end" \
    }
#define TO                                                                                \
    {                                                                                     \
        .name = "to", .kind = METHOD_PAIR, .least = -INFINITY, .most = INFINITY,          \
        .standard = "the rule's scale", .meaning = "the scale that values are brought to" \
    }
#define HANDBOOK "OECD and JRC, Handbook on Constructing Composite Indicators, 2008"

static const struct method methods[METHOD_COUNT] = {
    [METHOD_WINSORISE] =
        {METHOD_TREAT,
         "winsorise",
         {{.name = "skew",
           .kind = METHOD_NUMBER,
           .least = 0,
           .most = INFINITY,
           .standard = "2",
           .meaning = "a column passes whose skewness is less than this, either way"},
          {.name = "kurtosis",
           .kind = METHOD_NUMBER,
           .least = -INFINITY,
           .most = INFINITY,
           .standard = "3.5",
           .meaning = "or whose excess kurtosis is less than this"},
          {.name = "max",
           .kind = METHOD_NUMBER,
           .least = 0,
           .most = 1e6,
           .standard = "5",
           .meaning = "how many values may be moved",
           .whole = true},
          {.name = "otherwise",
           .kind = METHOD_WORD,
           .words = "log none",
           .standard = "\"log\"",
           .meaning = "what is done to a column that still fails: its logarithm, or nothing"},
          OVER},
         "values beyond the rest are moved to the next, while the column is too skewed",
         "while |G1| ≥ skew and G2 ≥ kurtosis: the outermost values become the next inner one; "
         "else ln(x − min + 0.01 (max − min)) of the original, mirrored where the skew is negative",
         HANDBOOK ", step 3; Becker et al., COINr 1.1, 2022, Treat()",
         true},
    [METHOD_LOG] =
        {METHOD_TREAT,
         "log",
         {OVER},
         "the logarithm of every value, moved to begin just above 0",
         "ln(x − min + 0.01 (max − min)); for negative skew −ln(max + 0.01 (max − min) − "
         "x)",
         HANDBOOK ", step 3; Becker et al., COINr 1.1, 2022, log_CT()",
         true},
    [METHOD_BOXCOX] = {METHOD_TREAT,
                       "boxcox",
                       {{.name = "lambda",
                         .kind = METHOD_NUMBER,
                         .least = -10,
                         .most = 10,
                         .meaning = "the power; 0 is the logarithm",
                         .required = true},
                        OVER},
                       "a power of every value, moved to begin at 1",
                       "(y^λ − 1) / λ with y = x − min + 1; ln y for λ = 0",
                       "Box and Cox, An analysis of transformations, Journal of the Royal "
                       "Statistical Society B 26, 1964",
                       true},
    [METHOD_FILL] =
        {METHOD_IMPUTE,
         "fill",
         {{.name = "with",
           .kind = METHOD_WORD,
           .words = "mean median row carry linear",
           .meaning = "the frame's mean or median; the mean of the siblings that are there, on "
                      "the common scale; the country's last value; a line between its values",
           .required = true},
          {.name = "periods",
           .kind = METHOD_NUMBER,
           .least = 1,
           .most = 10000,
           .standard = "as many as it takes",
           .meaning = "how many periods a value may be carried, or a line may bridge",
           .whole = true},
          OVER},
         "an estimate stands in for what is missing, and is marked as one",
         "mean, median: of the frame; row: of the node's other children after "
         "normalising; carry: x(t − k); linear: between the neighbours in time",
         HANDBOOK ", step 3",
         true},
    [METHOD_GOALPOSTS] = {METHOD_NORMALISE,
                          "goalposts",
                          {TO,
                           {.name = "clip",
                            .kind = METHOD_BOOLEAN,
                            .standard = "true",
                            .meaning = "values beyond worst and best count as these"}},
                          "from worst to best, as the codebook gives them",
                          "(x − worst) / (best − worst) × (u − l) + l",
                          "UNDP, Human Development Report, technical note 1; " HANDBOOK ", step 5",
                          false},
    [METHOD_MINMAX] = {METHOD_NORMALISE,
                       "minmax",
                       {TO,
                        OVER,
                        {.name = "clip",
                         .kind = METHOD_BOOLEAN,
                         .standard = "false",
                         .meaning = "with a stored frame: values beyond its ends count as these"}},
                       "from the lowest to the highest value of the frame",
                       "(x − min) / (max − min) × (u − l) + l",
                       HANDBOOK ", step 5",
                       true},
    [METHOD_ZSCORE] = {METHOD_NORMALISE,
                       "zscore",
                       {{.name = "mean",
                         .kind = METHOD_NUMBER,
                         .least = -INFINITY,
                         .most = INFINITY,
                         .standard = "0",
                         .meaning = "where the frame's mean comes to stand"},
                        {.name = "sd",
                         .kind = METHOD_NUMBER,
                         .least = 1e-9,
                         .most = INFINITY,
                         .standard = "1",
                         .meaning = "how wide a standard deviation becomes"},
                        OVER},
                       "distance from the frame's mean in standard deviations",
                       "(x − mean) / sd × s + m, sd with n − 1",
                       HANDBOOK ", step 5",
                       true},
    [METHOD_SCALED] =
        {METHOD_NORMALISE,
         "scaled",
         {{.name = "from",
           .kind = METHOD_PAIR,
           .meaning = "the two values that become the ends of the scale",
           .required = true},
          TO},
         "a straight line, the same for all indicators",
         "(x − from₁) / (from₂ − from₁) × (u − l) + l, x negative where lower is better",
         HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, n_scaled()",
         false},
    [METHOD_DISTANCE_TO_MAXIMUM] = {METHOD_NORMALISE,
                                    "distance_to_maximum",
                                    {OVER},
                                    "1 for the frame's highest value, less by the distance to it",
                                    "1 − (max − x) / (max − min)",
                                    HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, "
                                             "n_dist2max()",
                                    true},
    [METHOD_DISTANCE_TO_REFERENCE] =
        {METHOD_NORMALISE,
         "distance_to_reference",
         {{.name = "country",
           .kind = METHOD_TEXT,
           .meaning = "the country that all are compared with, in the same period",
           .required = true},
          CAP,
          OVER_PERIOD},
         "1 for a reference country, less by the distance to it",
         "1 − (ref − x) / (ref − min)",
         HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, n_dist2ref()",
         true},
    [METHOD_DISTANCE_TO_TARGET] =
        {METHOD_NORMALISE,
         "distance_to_target",
         {CAP, OVER},
         "1 at the codebook's target, less by the distance to it",
         "better high: (x − min) / (target − min); better low: (max − x) / "
         "(max − target)",
         HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, "
                  "n_dist2targ()",
         true},
    [METHOD_SHARE_OF_MAXIMUM] = {METHOD_NORMALISE,
                                 "share_of_maximum",
                                 {OVER},
                                 "the value as a share of the frame's highest",
                                 "x / max",
                                 HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, n_fracmax()",
                                 true},
    [METHOD_RANK] = {METHOD_NORMALISE,
                     "rank",
                     {OVER_PERIOD},
                     "the place among the frame's values, 1 for the lowest",
                     "1 + the number of lower values; ties take the lowest rank",
                     HANDBOOK ", step 5",
                     true},
    [METHOD_PERCENTILE] = {METHOD_NORMALISE,
                           "percentile",
                           {OVER_PERIOD},
                           "the rank as a share, 0 for the lowest",
                           "(rank − 1) / (n − 1)",
                           HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, n_prank()",
                           true},
    [METHOD_BORDA] = {METHOD_NORMALISE,
                      "borda",
                      {OVER_PERIOD},
                      "how many have a lower value",
                      "rank − 1",
                      HANDBOOK ", step 5; Becker et al., COINr 1.1, 2022, n_borda()",
                      true},
    [METHOD_CATEGORIES] = {METHOD_NORMALISE,
                           "categories",
                           {{.name = "cuts",
                             .kind = METHOD_NUMBERS,
                             .least = -INFINITY,
                             .most = INFINITY,
                             .meaning = "where one category ends and the next begins, ascending",
                             .required = true},
                            {.name = "scores",
                             .kind = METHOD_NUMBERS,
                             .least = -INFINITY,
                             .most = INFINITY,
                             .standard =
                                 "evenly over the rule's scale, the best for the best values",
                             .meaning = "what each category counts, one more than cuts"}},
                           "steps between given values; a value at a cut belongs to the higher",
                           "scoreᵢ where cutᵢ₋₁ ≤ x < cutᵢ, x in its own unit",
                           HANDBOOK ", step 5",
                           false},
    [METHOD_EQUAL] = {METHOD_WEIGHTS,
                      "equal",
                      {{.name = NULL}},
                      "every child weighs the same",
                      "1 / n",
                      HANDBOOK ", step 6",
                      false},
    [METHOD_PCA] = {METHOD_WEIGHTS,
                    "pca",
                    {OVER},
                    "how strongly each child loads on the first principal component",
                    "l² / Σ l², l the first eigenvector of the correlations of complete rows",
                    HANDBOOK ", step 6",
                    true},
    [METHOD_FACTORS] = {METHOD_WEIGHTS,
                        "factors",
                        {{.name = "eigenvalue",
                          .kind = METHOD_NUMBER,
                          .least = 0,
                          .most = 1e6,
                          .standard = "1",
                          .meaning = "factors count whose eigenvalue is greater"},
                         OVER},
                        "loadings on rotated factors, each factor by what it explains",
                        "squared loadings after varimax with Kaiser's normalisation; a child takes "
                        "its largest, times the share its factor explains",
                        "Nicoletti, Scarpetta and Boylaud, Summary Indicators of Product Market "
                        "Regulation, OECD Economics Department Working Paper 226, 2000; " HANDBOOK
                        ", step 6",
                        true},
    [METHOD_ENTROPY] = {METHOD_WEIGHTS,
                        "entropy",
                        {OVER},
                        "children that tell countries apart weigh more",
                        "E = −Σ p ln p / ln n, p = x / Σ x; w = (1 − E) / Σ (1 − E)",
                        "Zeleny, Multiple Criteria Decision Making, 1982, chapter 7",
                        true},
    [METHOD_CRITIC] = {METHOD_WEIGHTS,
                       "critic",
                       {OVER},
                       "spread, times how little a child agrees with the others",
                       "sd Σ (1 − r), normalised to sum 1",
                       "Diakoulaki, Mavrotas and Papayannakis, Determining objective weights in "
                       "multiple criteria problems: the CRITIC method, Computers and Operations "
                       "Research 22, 1995",
                       true},
    [METHOD_AHP] = {METHOD_WEIGHTS,
                    "ahp",
                    {{.name = "matrix",
                      .kind = METHOD_MATRIX,
                      .least = 1e-9,
                      .most = 1e9,
                      .meaning =
                          "how many times as important the child of the row is as that of the "
                          "column, children in the codebook's order",
                      .required = true}},
                    "judgements in pairs, made consistent",
                    "the principal eigenvector of the matrix",
                    "Saaty, The Analytic Hierarchy Process, 1980; " HANDBOOK ", step 6",
                    false},
    [METHOD_MEAN] = {METHOD_AGGREGATE,
                     "mean",
                     {{.name = NULL}},
                     "the weighted arithmetic mean: low values are made up for by high ones",
                     "Σ w x / Σ w",
                     HANDBOOK ", step 6",
                     false},
    [METHOD_SUM] = {METHOD_AGGREGATE,
                    "sum",
                    {{.name = NULL}},
                    "the sum; missing when any child is",
                    "Σ w x",
                    HANDBOOK ", step 6",
                    false},
    [METHOD_GEOMETRIC] = {METHOD_AGGREGATE,
                          "geometric",
                          {{.name = "floor",
                            .kind = METHOD_NUMBER,
                            .least = 0,
                            .most = 1e12,
                            .standard = "none: a child at 0 or below is an error",
                            .meaning = "lower children count as this, and are marked"}},
                          "the weighted geometric mean: a low value weighs more",
                          "exp(Σ w ln x / Σ w)",
                          HANDBOOK ", step 6",
                          false},
    [METHOD_HARMONIC] = {METHOD_AGGREGATE,
                         "harmonic",
                         {{.name = "floor",
                           .kind = METHOD_NUMBER,
                           .least = 0,
                           .most = 1e12,
                           .standard = "none: a child at 0 or below is an error",
                           .meaning = "lower children count as this, and are marked"}},
                         "the weighted harmonic mean: a low value weighs more still",
                         "Σ w / Σ (w / x)",
                         HANDBOOK ", step 6",
                         false},
    [METHOD_POWER] = {METHOD_AGGREGATE,
                      "power",
                      {{.name = "order",
                        .kind = METHOD_NUMBER,
                        .least = -100,
                        .most = 100,
                        .meaning = "1 is the arithmetic mean, 0 the geometric, −1 the harmonic",
                        .required = true},
                       {.name = "floor",
                        .kind = METHOD_NUMBER,
                        .least = 0,
                        .most = 1e12,
                        .standard = "none: a child below 0, up to order 0 also at 0, is an error",
                        .meaning = "lower children count as this, and are marked"}},
                      "the weighted power mean",
                      "(Σ w xʳ / Σ w)^(1/r)",
                      "Hardy, Littlewood and Pólya, Inequalities, 1934, chapter 2",
                      false},
    [METHOD_MINIMUM] = {METHOD_AGGREGATE,
                        "minimum",
                        {{.name = NULL}},
                        "the lowest child: nothing makes up for it",
                        "min x",
                        HANDBOOK ", step 6",
                        false},
    [METHOD_MPI] =
        {METHOD_AGGREGATE,
         "mpi",
         {{.name = "penalty",
           .kind = METHOD_WORD,
           .words = "down up",
           .standard = "\"down\"",
           .meaning = "whether uneven children lower the mean, or raise it"}},
         "the mean less a penalty for uneven children, alike in weight",
         "M (1 ∓ cv²), cv = S / M, S with n",
         "De Muro, Mazziotta and Pareto, Composite indices of development and poverty: an "
         "application to MDGs, Social Indicators Research 104, 2011",
         false},
    [METHOD_AMPI] =
        {METHOD_AGGREGATE,
         "ampi",
         {{.name = "penalty",
           .kind = METHOD_WORD,
           .words = "down up",
           .standard = "\"down\"",
           .meaning = "whether uneven children lower the mean, or raise it"}},
         "the mean less a like penalty, on values between goalposts, so that periods compare",
         "M ∓ S cv; children by goalposts or minmax to {70, 130}",
         "Mazziotta and Pareto, On a generalized non-compensatory composite index for "
         "measuring socio-economic phenomena, Social Indicators Research 127, 2016",
         false},
    [METHOD_COPELAND] = {METHOD_AGGREGATE,
                         "copeland",
                         {OVER_PERIOD},
                         "countries compared in pairs: wins less losses",
                         "Σ sign(o − ½), o = Σ w [x > y] + ½ Σ w [x = y]",
                         HANDBOOK ", step 6; Munda and Nardo, Noncompensatory/nonlinear composite "
                                  "indicators for ranking countries, Applied Economics 41, 2009",
                         true},
    [METHOD_BENEFIT_OF_DOUBT] =
        {METHOD_AGGREGATE,
         "benefit_of_doubt",
         {{.name = "least",
           .kind = METHOD_NUMBER,
           .least = 0,
           .most = 1,
           .standard = "0",
           .meaning = "the smallest share of its own score that a child may make"},
          {.name = "most",
           .kind = METHOD_NUMBER,
           .least = 0,
           .most = 1,
           .standard = "1",
           .meaning = "the largest share"},
          OVER_PERIOD},
         "each country weighted to its own advantage, against the best with these weights",
         "max Σ w x with Σ w y ≤ 1 for all y, w ≥ 0, least ≤ w x / Σ w x ≤ most",
         "Cherchye, Moesen, Rogge and Van Puyenbroeck, An introduction to 'benefit of the doubt' "
         "composite indicators, Social Indicators Research 82, 2007",
         true},
};

const struct method *method_at(enum method_id id)
{
    return &methods[id];
}

enum method_id method_find(enum method_stage stage, struct text name)
{
    for (int id = 0; id < METHOD_COUNT; id++)
        if (methods[id].stage == stage && text_is(name, methods[id].name))
            return (enum method_id)id;
    return METHOD_COUNT;
}

enum method_id method_named(struct text name)
{
    for (int id = 0; id < METHOD_COUNT; id++)
        if (text_is(name, methods[id].name))
            return (enum method_id)id;
    return METHOD_COUNT;
}

size_t method_names(enum method_stage stage, const char **names, size_t max)
{
    size_t count = 0;
    for (int id = 0; id < METHOD_COUNT && count < max; id++)
        if (methods[id].stage == stage)
            names[count++] = methods[id].name;
    return count;
}

const struct method_option *method_option(enum method_id id, struct text name)
{
    for (int i = 0; i < METHOD_OPTIONS_MAX && methods[id].options[i].name; i++)
        if (text_is(name, methods[id].options[i].name))
            return &methods[id].options[i];
    return NULL;
}

const char *method_stage_key(enum method_stage stage)
{
    static const char *const keys[METHOD_STAGES] = {
        [METHOD_TREAT] = "treat",         [METHOD_IMPUTE] = "impute",
        [METHOD_NORMALISE] = "normalise", [METHOD_WEIGHTS] = "weights",
        [METHOD_AGGREGATE] = "pillar",
    };
    return keys[stage];
}
