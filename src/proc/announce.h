/*
 * announce - tell whoever started us that we serve.
 */
#ifndef ANNOUNCE_H
#define ANNOUNCE_H

#include <stdint.h>

/*
 * Write "ready MS" and a newline to `fd` and close it, unless -1; and tell
 * systemd (sd_notify(3): READY=1 to NOTIFY_SOCKET) if it asked to be told.
 */
void announce_ready(int fd, int64_t ms);

#endif
