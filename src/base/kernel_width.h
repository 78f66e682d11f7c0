/* The kernels of each width, for kernel.c alone: a width may be called only where the processor has
 * it. */
#ifndef TIDEMARK_BASE_KERNEL_WIDTH_H
#define TIDEMARK_BASE_KERNEL_WIDTH_H

#include "base/kernel.h"

extern const struct kernel kernel_16; /* any processor */
extern const struct kernel kernel_32; /* x86-64 with AVX2 and FMA */
extern const struct kernel kernel_64; /* x86-64 with AVX-512F */

#endif
