/* The tests of base/csv.c as it is compiled for processors without SSE2. */
#define CSV_PORTABLE
#include "base/csv.c"
#include "test_csv.c"
