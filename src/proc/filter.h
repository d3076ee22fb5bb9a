/*
 * filter - the seccomp filter of a role, made from call.def.
 *
 * Any call that no row allows ends the process; so does a call made for
 * another architecture. With FICHEP_JAIL=log it is named in the log instead,
 * and done: for building, never for use.
 */
#ifndef FILTER_H
#define FILTER_H

#include <linux/filter.h>

#include "proc/role.h"

#define FILTER_MOST 1024 /* instructions; the kernel's limit is 4096 */

/*
 * Write the filter of a role for this architecture, as it is at its start or
 * for good; `deny` is what befalls the rest. Returns how many instructions.
 */
size_t filter_make(enum peer us, bool start, uint32_t deny,
    struct sock_filter code[FILTER_MOST]);

/*
 * Put it on every thread of this process, for ever. ERR_DENIED: the kernel
 * refuses, or does not have seccomp.
 */
enum err filter_enter(enum peer us, bool start) CHECKED;

#endif
