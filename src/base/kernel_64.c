#define KERNEL_BYTES 64
#define KERNEL kernel_64
#include "base/kernel_width.h"

#include "base/kernel_body.c"
