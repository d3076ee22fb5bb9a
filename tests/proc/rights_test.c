/*
 * The tables of rights, read as a sceptic would.
 */
#define SUITE proc_rights
#include "../test.h"

#include <glob.h>

#include "proc/rights.h"
#include "proc/wiring.h"

TEST(every_role_has_a_user_of_its_own_and_limits)
{
	for (size_t a = 0; a < PEER_COUNT; a++) {
		TRUE(rights_table[a].descriptors > 0 &&
		    rights_table[a].memory > 0 && rights_table[a].threads > 0);
		for (size_t b = 0; b < a; b++)
			TRUE(rights_table[a].uid != rights_table[b].uid);
	}
}

TEST(no_row_names_what_no_role_may_have)
{
	static const char *const never[] = {"execve", "execveat", "fork",
	    "vfork", "clone3", "ptrace", "process_vm_readv",
	    "process_vm_writev", "pidfd_getfd", "kill", "tgkill", "tkill",
	    "setuid", "setresuid", "capset", "chroot", "mount", "unshare",
	    "setns", "bpf", "perf_event_open", "userfaultfd", "io_uring_setup",
	    "io_uring_enter", "memfd_create", "personality", "keyctl",
	    "add_key", "init_module", "kexec_load", "ioctl", "symlink",
	    "symlinkat", "link", "linkat", "mknod", "mknodat", "chmod",
	    "fchmodat", "chown", "fchownat", "setxattr", "shmat",
	    "pkey_mprotect", "modify_ldt", "arch_prctl", "prlimit64"};

	for (size_t i = 0; i < rights_call_count; i++)
		for (size_t j = 0; j < sizeof(never) / sizeof(never[0]); j++)
			TRUE(strcmp(rights_calls[i].name, never[j]) != 0);
}

TEST(core_and_keeper_have_no_network_and_only_core_has_files)
{
	static const char *const network[] = {"socket", "connect", "bind",
	    "listen", "accept", "accept4"};
	static const char *const files[] = {"unlink", "rename", "mkdir",
	    "pwrite64", "ftruncate", "fsync", "getdents64"};

	for (size_t i = 0; i < rights_call_count; i++) {
		const struct rights_call *c = &rights_calls[i];
		for (size_t j = 0; j < sizeof(network) / sizeof(*network); j++)
			if (strcmp(c->name, network[j]) == 0)
				TRUE(!rights_lets(c, CORE, true) &&
				    !rights_lets(c, KEEPER, true));
		for (size_t j = 0; j < sizeof(files) / sizeof(*files); j++)
			if (strcmp(c->name, files[j]) == 0)
				for (int p = 0; p < PEER_COUNT; p++)
					TRUE(p == CORE ||
					    !rights_lets(c, (enum peer)p,
						false));
	}
}

TEST(a_call_has_the_number_of_its_name)
{
	TRUE(rights_number("read") >= 0);
	EQ(rights_number("no_such_call"), -1);
	TRUE(rights_name(123456) == NULL);
	for (size_t i = 0; i < rights_call_count; i++) {
		int number = rights_number(rights_calls[i].name);
		if (number >= 0)
			SAME_STR(str_of(rights_name(number)),
			    str_of(rights_calls[i].name));
	}
}

/* A name mistyped would be skipped in silence, as one of another machine is. */
TEST(each_call_exists_on_a_machine_we_build_for)
{
	struct arena mem = test_arena();
	glob_t made = {0};
	char row[80];

	EQ(glob("build/*/gen/proc/number.inc", 0, NULL, &made), 0);
	if (made.gl_pathc < 4)
		return; /* known in full once all targets are built */
	for (size_t i = 0; i < rights_call_count; i++) {
		bool known = false;
		int n = snprintf(row, sizeof(row), "NUMBER(%s,",
		    rights_calls[i].name);
		for (size_t g = 0; g < made.gl_pathc && !known; g++) {
			arena_reset(&mem);
			struct bytes f = test_file(&mem, made.gl_pathv[g]);
			known = memmem(f.at, f.len, row, (size_t)n) != NULL;
		}
		snprintf(test_where, sizeof(test_where), " (%s)",
		    rights_calls[i].name);
		TRUE(known);
	}
	globfree(&made);
}

TEST(a_descriptor_has_one_number_and_a_number_one_descriptor)
{
	for (size_t workers = 1; workers <= 64; workers += 21)
		for (int us = 0; us < PEER_COUNT; us++) {
			bool taken[512] = {0};
			int most = WIRING_WIRES;
			for (int them = 0; them < PEER_COUNT; them++) {
				enum peer a = (enum peer)us;
				enum peer b = (enum peer)them;
				size_t pairs = wiring_pairs(a, b, workers);
				EQ(pairs, wiring_pairs(b, a, workers));
				TRUE(pairs <= ROLE_WIRES_MOST);
				for (size_t i = 0; i < pairs; i++) {
					int at = wiring_end(a, b, i, workers);
					TRUE(at >= WIRING_WIRES && at < 256);
					TRUE(!taken[at]);
					taken[at] = true;
					most = at + 1 > most ? at + 1 : most;
				}
			}
			EQ(wiring_limit((enum peer)us, workers), most);
		}
}

TEST(a_role_is_handed_the_settings_that_name_it)
{
	TRUE(wiring_setting(SETTING_workers, FRONT));
	TRUE(wiring_setting(SETTING_workers, CORE));
	TRUE(wiring_setting(SETTING_idle_minutes, CORE));
	TRUE(!wiring_setting(SETTING_idle_minutes, GATE));
	TRUE(wiring_setting(SETTING_proxy, COURIER));
	TRUE(!wiring_setting(SETTING_unlock, KEEPER));
	for (int p = 0; p < PEER_COUNT; p++)
		TRUE(wiring_setting(SETTING_allow_degraded_sandbox,
		    (enum peer)p));
}
