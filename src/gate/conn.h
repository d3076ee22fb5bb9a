/*
 * conn - one connection, from its first byte to its last.
 *
 * TLS and HTTP happen here, as far as they can without waiting: whatever may
 * have changed, conn_run does all that can be done now. The deadlines are
 * absolute: a byte now and then buys nobody more time.
 *
 * The client is not listened to while its request is being served, so what it
 * sends meanwhile waits in the kernel, and it slows down by itself. What comes
 * in one piece with a request, after its end, is never looked at: the answer
 * is then the last of the connection.
 */
#ifndef CONN_H
#define CONN_H

#include "gate/gate.h"

/* Milliseconds, each counted from the start of what it limits. */
#define CONN_HANDSHAKE 5000  /* from the accept */
#define CONN_HEAD      5000  /* from the handshake, later from the first byte */
#define CONN_BODY      15000 /* from the end of the head */
#define CONN_SYNC      60000 /* the same, for a synchronisation */
#define CONN_FRONT     30000 /* from the end of the request to the answer */
#define CONN_ANSWER    30000 /* to take the answer */
#define CONN_IDLE      30000 /* between two requests */
#define CONN_LEAVE     1000  /* to hear our farewell */

/* Do all that can be done now; the seat may be free afterwards. */
void conn_run(struct gate *g, uint32_t which);

/* Its deadline has passed. */
void conn_late(struct gate *g, uint32_t which);

/* Close at once, without a word. */
void conn_drop(struct gate *g, uint32_t which);

#endif
