/*
 * lobby - what anyone sees before signing in.
 */
#ifndef LOBBY_H
#define LOBBY_H

#include "core/request.h"

/* The locked screen: a neutral name, the hour, the state of the line. */
enum err lobby_lock(struct request *q) CHECKED;

/* {"ok":true}, for whoever checks that we answer; it says nothing else. */
enum err lobby_state(struct request *q) CHECKED;

#endif
