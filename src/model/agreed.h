/* Values that coders agreed on: who agreed, and why. */
#ifndef TIDEMARK_MODEL_AGREED_H
#define TIDEMARK_MODEL_AGREED_H

struct load;
struct project;

/* Warns of a value with `agrees` that names a coder who has none of that indicator and date, and of
 * one that does not say why (`note`) though the coders differed. */
void agreed_check(struct load *load, const struct project *project);

#endif
