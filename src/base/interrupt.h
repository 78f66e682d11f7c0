/* Ctrl-C while work goes on that is worth keeping: asked for at places of one's own, without a
 * handler and without globals. */
#ifndef TIDEMARK_BASE_INTERRUPT_H
#define TIDEMARK_BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

struct interrupt {
    sigset_t before;
    bool held;
};

/* Keeps SIGINT back in this thread and those it starts from now on; not where it is ignored, as in
 * a job that a shell runs in the background. */
void interrupt_hold(struct interrupt *interrupt);

/* Whether SIGINT came; it is taken, and another one ends the process again. To be asked in the
 * thread that holds it. */
bool interrupt_seen(struct interrupt *interrupt);

/* SIGINT is as it was before. */
void interrupt_release(struct interrupt *interrupt);

#endif
