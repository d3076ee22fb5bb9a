/*
 * dispatch - hand a message to the function that answers it.
 *
 * A role defines TO_<itself>(name) as DISPATCH_CASE(role, name), the other TO_
 * macros as nothing, and includes messages.def inside a switch: it then has one
 * case per row addressed to it. A row without its <role>_on_<name>, or a
 * <role>_on_<name> without its row, does not compile.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "ipc/msg.h"

#define DISPATCH_CASE(role, name)                                              \
	case IPC_##name: {                                                     \
		struct name m;                                                 \
		enum err e = msg_get_##name(payload, &m);                      \
		return e == ERR_OK ? role##_on_##name(self, from, &m) : e;     \
	}

#endif
