#include "proc/rights.h"

#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define CLOSED true
#define OPEN   false
const struct rights rights_table[PEER_COUNT] = {
#define RIGHTS(role, uid, mask, root, descriptors, threads, memory, file,      \
    locked)                                                                    \
	[role] = {uid, mask, root, descriptors, threads, memory, file, locked},
#include "proc/rights.def"
#undef RIGHTS
};
#undef CLOSED
#undef OPEN

uid_t
rights_uid(const struct setting_set *set, enum peer p)
{
	uint64_t base = setting_number(set, SETTING_uid_base);

	return (uid_t)(base + rights_table[p].uid);
}

#define READ        RIGHTS_READ
#define WRITE       RIGHTS_WRITE
#define MAKE        RIGHTS_MAKE
#define REMOVE      RIGHTS_REMOVE
#define MAKE_SOCKET RIGHTS_MAKE_SOCKET
#define BESIDE      RIGHTS_BESIDE
const struct rights_folder rights_folders[] = {
#define FOLDER(path, role, may) {path, role, may},
#include "proc/folder.def"
#undef FOLDER
};
const size_t rights_folder_count =
    sizeof(rights_folders) / sizeof(rights_folders[0]);

/* What musl's pthread_create gives clone: a thread, and nothing but that. */
#define THREAD                                                                 \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	    CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |               \
	    CLONE_CHILD_CLEARTID | CLONE_DETACHED)

#define EVERY             | 0xffffu
#define FOR(peer)         | 1u << peer
#define START(peer)       | 0x10000u << peer
#define ANY               RIGHTS_ANY, 0, 0
#define IS(arg, value)    RIGHTS_IS, arg, (uint32_t)(value)
#define LACKS(arg, value) RIGHTS_LACKS, arg, (uint32_t)(value)
const struct rights_call rights_calls[] = {
#define CALL(name, roles, condition) {#name, (0u roles), condition},
#include "proc/call.def"
#undef CALL
};
const size_t rights_call_count = sizeof(rights_calls) / sizeof(rights_calls[0]);

bool
rights_lets(const struct rights_call *row, enum peer p, bool start)
{
	return row->roles >> p & 1u || (start && row->roles >> (16 + p) & 1u);
}

/* Every call of this architecture, as its own headers number them. */
static const struct {
	const char *name;
	int number;
} numbers[] = {
#define NUMBER(name, number) {#name, number},
#include "proc/number.inc"
#undef NUMBER
};

int
rights_number(const char *name)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(numbers[i].name, name) == 0)
			return numbers[i].number;
	return -1;
}

const char *
rights_name(int number)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].number == number)
			return numbers[i].name;
	return NULL;
}
