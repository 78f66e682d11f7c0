#include "base/kernel.h"

#include "base/kernel_width.h"

#include <string.h>

#if defined(__x86_64__)
static const struct kernel *const kernels[] = {&kernel_16, &kernel_32, &kernel_64};

static bool runs(size_t index)
{
    return index == 0 ||
           (index == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) ||
           (index == 2 && __builtin_cpu_supports("avx512f"));
}
#else
static const struct kernel *const kernels[] = {&kernel_16};

static bool runs(size_t index)
{
    return index == 0;
}
#endif

enum { KERNEL_COUNT = sizeof kernels / sizeof *kernels };

const struct kernel *kernel_for(const char *name)
{
    for (size_t i = KERNEL_COUNT; i-- > 0;)
        if (runs(i) && (!name || strcmp(name, kernels[i]->name) == 0))
            return kernels[i];
    return NULL;
}

const char *kernel_name(size_t index)
{
    return index < KERNEL_COUNT ? kernels[index]->name : NULL;
}
