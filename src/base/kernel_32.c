#define KERNEL_BYTES 32
#define KERNEL kernel_32
#include "base/kernel_width.h"

#include "base/kernel_body.c"
