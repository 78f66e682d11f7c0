/* A mean taken apart: the exact parts its operands have in a difference. */
#ifndef TIDEMARK_SCORE_GRAPH_MEAN_H
#define TIDEMARK_SCORE_GRAPH_MEAN_H

#include "score/graph.h"

/* An operand's part in the difference of two means,
 *     both × (b - a)  +  to_b × (b - middle)  -  to_a × (a - middle)  +  plain,
 * kept as factors so that the part can be handed on to what stands below the operand: `both` where
 * it has one weight in both means, to_a and to_b where another operand is missing on one side and
 * shifts the weights; middle stands for a value that moves neither mean. plain has no such form (a
 * zero in a geometric mean whose weights shift) and goes on by weight. */
struct graph_part {
    double both;
    double to_a;
    double to_b;
    double middle;
    double plain;
};

/* Splits mean(b) - mean(a) over count operands: the parts sum to it within rounding. NaN in a or b:
 * not there. Need is not tested: both means are taken over what is there. False, with every part
 * 0, when one side has nothing. An operand missing on both sides has part 0.
 *
 * Arithmetic: w'i (bi - m) - wi (ai - m), with w and w' the weights renormalised over what is there
 * in a and in b and m the middle of the two means; with the same operands on both sides that is
 * wi (bi - ai). Geometric: the logarithmic mean Divisia index, additive form (Ang, Energy Policy
 * 32, 2004, 1131-1139, doi:10.1016/S0301-4215(03)00076-4): the same expression in logarithms, times
 * (B - A) / ln(B / A); a zero is the limit of a small number (Ang and Liu, Energy Policy 35, 2007,
 * 238-246, doi:10.1016/j.enpol.2005.11.001). Operands below the floor count as the floor. */
bool graph_mean_split(const struct graph_mean *spec, const double *weights, const double *a,
                      const double *b, size_t count, struct graph_part *parts);

/* The part as a number. Values that its factors do not use may be NaN. */
double graph_mean_part(const struct graph_part *part, double a, double b);

#endif
