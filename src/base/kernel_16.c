#define KERNEL_BYTES 16
#define KERNEL kernel_16
#include "base/kernel_width.h"

#include "base/kernel_body.c"
