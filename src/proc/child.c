#include "proc/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc/wiring.h"

#define CLOSE_ON_EXEC 4   /* CLOSE_RANGE_CLOEXEC, newer than some headers */
#define WORD_MOST     400 /* bytes of `name=value`: a name, 255 bytes, a zero */

int64_t
child_pause(unsigned deaths)
{
	int64_t ms = CHILD_PAUSE_LEAST;

	while (--deaths > 0 && ms < CHILD_PAUSE_MOST)
		ms *= 2;
	return ms < CHILD_PAUSE_MOST ? ms : CHILD_PAUSE_MOST;
}

int
child_raise(int fd)
{
	if (fd < 0 || fd >= CHILD_ABOVE)
		return fd;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, CHILD_ABOVE);
	close(fd);
	return high;
}

/* `fichep role NAME box|central --dir DIR name=value...` */
static void
make_words(const struct child_birth *b, char *words[])
{
	static char room[SETTING_COUNT][WORD_MOST];
	static char name[16];
	static char box[] = "box", central[] = "central", dir[] = "--dir";
	static char fichep[] = "fichep", role[] = "role", path[4096];
	size_t n = 0;

	snprintf(name, sizeof(name), "%s", msg_peer(b->us));
	snprintf(path, sizeof(path), "%s", b->dir);
	words[n++] = fichep;
	words[n++] = role;
	words[n++] = name;
	words[n++] = b->central ? central : box;
	words[n++] = dir;
	words[n++] = path;
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		struct str v = b->setting->text[i];
		if (!b->setting->given[i] ||
		    !wiring_setting((enum setting)i, b->us))
			continue;
		snprintf(room[i], WORD_MOST, "%s=%.*s", setting_table[i].name,
		    (int)v.len, v.at);
		words[n++] = room[i];
	}
	words[n] = NULL;
}

static void
make_environment(char *lines[])
{
	static const char *const kept[] = {"FICHEP_JAIL", "FICHEP_TRACE"};
	static char room[sizeof(kept) / sizeof(kept[0])][64];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const char *v = getenv(kept[i]);
		if (v && strlen(v) < 32) {
			snprintf(room[n], sizeof(room[n]), "%s=%s", kept[i], v);
			lines[n] = room[n];
			n++;
		}
	}
	lines[n] = NULL;
}

/*
 * Nothing of ours is below CHILD_ABOVE: numbers cannot collide. What is above
 * closes itself on exec; so does, where the kernel can (5.11), what whoever
 * started us had left open there.
 */
static bool
place_descriptors(const struct child_birth *b)
{
	size_t workers = (size_t)setting_number(b->setting, SETTING_workers);
	bool well = dup2(b->null, STDIN_FILENO) >= 0 &&
	    dup2(b->null, STDOUT_FILENO) >= 0 &&
	    dup2(b->control, WIRING_CONTROL) >= 0;

	(void)syscall(SYS_close_range, CHILD_ABOVE, ~0u, CLOSE_ON_EXEC);
	for (int h = 0; h < ROLE_HAND_COUNT; h++)
		if (wiring_owner((enum role_hand)h) == b->us)
			well = well && dup2(b->hand[h], WIRING_HANDS + h) >= 0;
	for (int p = 0; p < PEER_COUNT; p++) {
		enum peer them = (enum peer)p;
		size_t pairs = wiring_pairs(b->us, them, workers);
		for (size_t i = 0; i < pairs; i++) {
			int at = wiring_end(b->us, them, i, workers);
			well = well && dup2(b->ends[p][i], at) >= 0;
		}
	}
	return well;
}

static _Noreturn void
become_role(const struct child_birth *b, pid_t supervisor)
{
	char *words[6 + SETTING_COUNT + 1], *lines[4];
	sigset_t none;

	sigemptyset(&none);
	make_words(b, words);
	make_environment(lines);
	if (setsid() < 0 || sigprocmask(SIG_SETMASK, &none, NULL) != 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
	    getppid() != supervisor || !place_descriptors(b))
		_exit(1);
	syscall(SYS_execveat, b->self, "", words, lines, AT_EMPTY_PATH);
	_exit(1);
}

pid_t
child_start(const struct child_birth *b)
{
	pid_t supervisor = getpid();
	pid_t pid = fork();

	if (pid == 0)
		become_role(b, supervisor);
	return pid;
}
