/*
 * landlock - close the file system, TCP and other processes to a role.
 *
 * The role keeps the folders that folder.def gives it; what this kernel's
 * Landlock knows beyond files is closed as well: binding and connecting TCP
 * (ABI 4), devices (5), abstract sockets and signals to others (6).
 */
#ifndef LANDLOCK_H
#define LANDLOCK_H

#include "proc/role.h"

/* The kernel's ABI; 0: it has no Landlock, or it is switched off. */
int landlock_abi(void);

/*
 * Confine this process and the threads it will start. Needs no_new_privs.
 * ERR_ABSENT: no Landlock here. ERR_DENIED: a folder of the role is missing, or
 * the kernel refuses; logged.
 */
enum err landlock_enter(enum peer us) CHECKED;

#endif
