/*
 * jail - give up everything a role does not need, then check that it is gone.
 *
 * Own uid and no group (when started as root), no_new_privs, not dumpable, no
 * core, rlimits, Landlock, then a seccomp allow-list per role and architecture
 * (rights.def). Filters are per thread: enter before starting threads, or use
 * jail_tighten afterwards, which reaches every thread (TSYNC).
 *
 * FICHEP_JAIL=log makes the filter log the refused call (kernel audit and a
 * line naming it) instead of ending the process: for building, never for use.
 */
#ifndef JAIL_H
#define JAIL_H

#include "proc/role.h"

/*
 * Confine this process as rights.def says for `r->us`, and check each drop.
 * ERR_DENIED: the kernel lacks a part and `allow_degraded_sandbox` is no, or a
 * check failed; the role must then exit. Logs what is missing.
 */
enum err jail_enter(const struct role *r) CHECKED;

/*
 * A second, smaller allow-list for all threads of this process once it has
 * started (rows marked LATER in rights.def): for the front, whose server must
 * bind its UNIX socket and start its threads first.
 */
enum err jail_tighten(const struct role *r) CHECKED;

#endif
