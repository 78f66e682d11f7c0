#include "base/interrupt.h"

#include <time.h>

static sigset_t of_interrupt(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    return set;
}

void interrupt_hold(struct interrupt *interrupt)
{
    struct sigaction action;
    sigset_t set = of_interrupt();
    *interrupt = (struct interrupt){.held = false};
    if (sigaction(SIGINT, NULL, &action) != 0 || action.sa_handler == SIG_IGN)
        return;
    interrupt->held = pthread_sigmask(SIG_BLOCK, &set, &interrupt->before) == 0;
}

bool interrupt_seen(struct interrupt *interrupt)
{
    const struct timespec at_once = {0, 0};
    sigset_t set = of_interrupt();
    if (!interrupt->held || sigtimedwait(&set, NULL, &at_once) != SIGINT)
        return false;
    interrupt_release(interrupt);
    return true;
}

void interrupt_release(struct interrupt *interrupt)
{
    if (interrupt->held)
        pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
    interrupt->held = false;
}
