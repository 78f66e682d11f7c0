#include "stat/eigen.h"

#include <math.h>

enum { SWEEPS_MAX = 100 };

/* The vectors a and b, of n numbers each, turned in their plane. */
static void turn(double *a, double *b, size_t n, double cosine, double sine)
{
    for (size_t i = 0; i < n; i++) {
        double x = a[i], y = b[i];
        a[i] = cosine * x - sine * y;
        b[i] = sine * x + cosine * y;
    }
}

/* Makes the element p, q zero. Rows of the matrix are turned, then its columns are made equal to
 * them. */
static void rotate(double *matrix, size_t n, size_t p, size_t q, double *vectors)
{
    double *row_p = matrix + p * n, *row_q = matrix + q * n;
    double off = row_p[q], pp = row_p[p], qq = row_q[q];
    double theta = (qq - pp) / (2 * off);
    double tangent = 1 / (fabs(theta) + sqrt(theta * theta + 1));
    tangent = theta < 0 ? -tangent : tangent;
    double cosine = 1 / sqrt(tangent * tangent + 1), sine = tangent * cosine;
    turn(row_p, row_q, n, cosine, sine);
    row_p[p] = pp - tangent * off;
    row_q[q] = qq + tangent * off;
    row_p[q] = row_q[p] = 0;
    for (size_t i = 0; i < n; i++)
        if (i != p && i != q) {
            matrix[i * n + p] = row_p[i];
            matrix[i * n + q] = row_q[i];
        }
    turn(vectors + p * n, vectors + q * n, n, cosine, sine);
}

/* Whether an element is nothing beside its diagonal, or beside the whole. */
static bool is_settled(double off, double pp, double qq, double size)
{
    off = fabs(off);
    return off <= 0x1p-54 * sqrt(fabs(pp) * fabs(qq)) || off <= 0x1p-90 * size;
}

/* Infinite where an element is not finite. */
static double largest(const double *matrix, size_t n)
{
    double size = 0;
    for (size_t i = 0; i < n * n; i++)
        size = fabs(matrix[i]) <= size ? size : isnan(matrix[i]) ? INFINITY : fabs(matrix[i]);
    return size;
}

/* One pass over all elements above the diagonal; how many had to be turned away. */
static size_t sweep(double *matrix, size_t n, double size, double *vectors)
{
    size_t turned = 0;
    for (size_t p = 0; p + 1 < n; p++)
        for (size_t q = p + 1; q < n; q++)
            if (!is_settled(matrix[p * n + q], matrix[p * n + p], matrix[q * n + q], size)) {
                rotate(matrix, n, p, q, vectors);
                turned++;
            }
    return turned;
}

static void exchange(double *vectors, size_t n, size_t a, size_t b)
{
    for (size_t i = 0; i < n; i++) {
        double kept = vectors[a * n + i];
        vectors[a * n + i] = vectors[b * n + i];
        vectors[b * n + i] = kept;
    }
}

static void descend(double *values, double *vectors, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        size_t most = k;
        for (size_t i = k + 1; i < n; i++)
            most = values[i] > values[most] ? i : most;
        if (most != k) {
            double kept = values[k];
            values[k] = values[most];
            values[most] = kept;
            exchange(vectors, n, k, most);
        }
    }
}

/* Positive where the vector may stay as it is. */
static double direction(const double *vector, size_t n)
{
    double sum = 0, size = 0;
    for (size_t i = 0; i < n; i++) {
        sum += vector[i];
        size += fabs(vector[i]);
    }
    if (fabs(sum) > 1e-9 * size)
        return sum;
    for (size_t i = 0; i < n; i++)
        if (fabs(vector[i]) > 1e-9 * size)
            return vector[i];
    return 0;
}

void eigen_orient(double *vector, size_t n)
{
    if (direction(vector, n) < 0)
        for (size_t i = 0; i < n; i++)
            vector[i] = -vector[i];
}

bool eigen_symmetric(double *matrix, size_t n, double *values, double *vectors)
{
    double size = largest(matrix, n);
    int sweeps = 0;
    if (isinf(size))
        return false;
    for (size_t i = 0; i < n * n; i++)
        vectors[i] = i % (n + 1) == 0;
    while (sweep(matrix, n, size, vectors) > 0)
        if (++sweeps == SWEEPS_MAX)
            return false;
    for (size_t k = 0; k < n; k++)
        values[k] = matrix[k * n + k];
    descend(values, vectors, n);
    for (size_t k = 0; k < n; k++)
        eigen_orient(vectors + k * n, n);
    return true;
}
