/*
 * trial - `fichep selftest`: the cryptography gives the known answers, and each
 * role, really confined, is refused what an intruder would try.
 *
 * `--no-jail` tries the same without confining anyone, to show what the jail
 * changes. Where the kernel has no seccomp (an emulator) it says so, and judges
 * the cryptography alone. The status is 0 when nothing went wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/attack.h"
#include "cmd/cmd.h"
#include "cmd/deploy.h"
#include "crypto/secret.h"
#include "crypto/selftest.h"
#include "proc/jail.h"
#include "proc/landlock.h"

enum fate { GOT = 40, REFUSED, NOT_CONFINED };

/* A role, as it starts or as it is after jail_tighten. */
struct state {
	enum peer us;
	bool tightened;
	const char *name;
};

static const struct state states[] = {
#define PEER(upper, lower, duty) {upper, false, #lower},
#include "ipc/peer.def"
#undef PEER
    {FRONT, true, "front+"},
};

static struct {
	char dir[64];
	struct attack_ground ground;
	int abstract;
	bool jailed;
	size_t refused, duties, open, wrong;
} trial;

static void
put_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	/* What is missing shows as an attempt that fails without the jail. */
	if (fd >= 0 && write(fd, "x", 1) == 1)
		close(fd);
}

/* All may be read and written by anyone: only the jail stands before it. */
static bool
make_ground(void)
{
	struct attack_ground *g = &trial.ground;
	struct sockaddr_un here = {.sun_family = AF_UNIX};

	umask(0);
	snprintf(trial.dir, sizeof(trial.dir), "/tmp/fichep-selftest-XXXXXX");
	if (!mkdtemp(trial.dir) || chmod(trial.dir, 0777) != 0 ||
	    chdir(trial.dir) != 0)
		return false;
	put_file("outside");
	if (mkdir("home", 0777) != 0 || chdir("home") != 0 ||
	    mkdir("data", 0777) != 0 || mkdir("run", 0777) != 0 ||
	    mkdir("keys", 0777) != 0)
		return false;
	put_file("data/fichep.db");
	put_file("keys/keyring");
	snprintf(g->outside, sizeof(g->outside), "%s/outside", trial.dir);
	snprintf(g->make, sizeof(g->make), "%s/made", trial.dir);
	ssize_t n =
	    readlink("/proc/self/exe", g->program, sizeof(g->program) - 1);
	g->program[n > 0 ? n : 0] = 0;

	snprintf(g->abstract, sizeof(g->abstract), "fichep-selftest-%ld",
	    (long)getpid());
	size_t len = strlen(g->abstract);
	memcpy(here.sun_path + 1, g->abstract, len);
	len += offsetof(struct sockaddr_un, sun_path) + 1;
	trial.abstract = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return trial.abstract >= 0 &&
	    bind(trial.abstract, (const struct sockaddr *)&here,
		(socklen_t)len) == 0 &&
	    listen(trial.abstract, 1000) == 0;
}

static void
remove_ground(void)
{
	static const char *const names[] = {"home/data/fichep.db",
	    "home/data/new", "home/data/link", "home/data", "home/run",
	    "home/keys/keyring", "home/keys", "home", "outside", "made"};

	if (chdir(trial.dir) != 0)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)remove(names[i]);
	(void)chdir("/");
	(void)rmdir(trial.dir);
}

static bool
confine(const struct state *s)
{
	static struct role r;
	const char *why;

	r = (struct role){.us = s->us, .setting = setting_defaults()};
	if (setting_put(&r.setting, TXT("allow_degraded_sandbox"), TXT("yes"),
		&why) != ERR_OK)
		return false;
	log_role(s->name);
	log_level(LOG_ERROR); /* what is missing is said once, above */
	return jail_enter(&r) == ERR_OK &&
	    (!s->tightened || jail_tighten(&r) == ERR_OK);
}

/* In a process of its own: it may not come back. */
static enum fate
attempt(const struct state *s, const struct attack *a)
{
	int how = 0;

	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		if (trial.jailed && !confine(s))
			_exit(NOT_CONFINED);
		_exit(a->try(&trial.ground) ? GOT : REFUSED);
	}
	if (pid < 0 || waitpid(pid, &how, 0) != pid)
		return NOT_CONFINED;
	if (WIFSIGNALED(how) && WTERMSIG(how) == SIGSYS)
		return REFUSED;
	if (!WIFEXITED(how))
		return NOT_CONFINED;
	/* run_program has become `fichep`, which ends with 0. */
	return WEXITSTATUS(how) == 0 ? GOT : (enum fate)WEXITSTATUS(how);
}

/* What is said of one attempt, and counted. */
static const char *
judge(const struct state *s, const struct attack *a, enum fate fate)
{
	bool duty = a->roles >> s->us & 1u ||
	    (!s->tightened && a->roles >> (16 + s->us) & 1u);

	if (fate == GOT && duty)
		return trial.duties++, "permis : c’est son devoir";
	if (fate == REFUSED && !duty)
		return trial.refused++, "refusé";
	if (fate == GOT && !trial.jailed)
		return trial.open++, "réussi, sans bac à sable";
	if (fate == GOT && landlock_abi() < a->abi)
		return trial.open++, "réussi : ce noyau ne sait pas le refuser";
	trial.wrong++;
	return fate == GOT    ? "RÉUSSI : CE N’EST PAS CONFINÉ"
	    : fate == REFUSED ? "REFUSÉ : C’EST POURTANT SON DEVOIR"
			      : "ÉCHEC : LE RÔLE N’A PU SE CONFINER";
}

static void
try_all(void)
{
	/* Something to signal and to read: another process of this user. */
	pid_t other = fork();
	if (other == 0)
		for (;;)
			pause();
	trial.ground.other = other;
	for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++)
		for (size_t i = 0; i < attack_count; i++) {
			const struct attack *a = &attack_table[i];
			enum fate fate = attempt(&states[s], a);
			printf("%-8s %-17s %s (%s)\n", states[s].name, a->name,
			    judge(&states[s], a, fate), a->what);
		}
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
}

/* An emulator of another processor translates calls; it cannot filter them. */
static bool
kernel_filters(void)
{
	uint32_t action = 0x80000000u; /* SECCOMP_RET_KILL_PROCESS */

	return syscall(SYS_seccomp, 2 /* SECCOMP_GET_ACTION_AVAIL */, 0,
		   &action) == 0;
}

static int
try_jail(void)
{
	if (!kernel_filters()) {
		puts("bac à sable : non éprouvé ici, le noyau ne l’offre pas");
		return 0;
	}
	if (landlock_abi() == 0)
		puts("Landlock : absent de ce noyau, les fichiers sont moins "
		     "bien gardés");
	bool ground = make_ground();
	if (ground)
		try_all();
	remove_ground();
	if (!ground) {
		deploy_say("le terrain d’essai ne peut être préparé dans /tmp "
			   ": %s.",
		    strerror(errno));
		return CMD_FAILED;
	}
	printf("bac à sable : %zu refus, %zu devoirs permis, %zu réussites "
	       "annoncées, %zu fautes\n",
	    trial.refused, trial.duties, trial.open, trial.wrong);
	return trial.wrong == 0 ? 0 : CMD_FAILED;
}

int
trial_main(int argc, char **argv)
{
	const char *what = NULL;

	trial.jailed = argc == 1;
	if (argc > 2 || (argc == 2 && strcmp(argv[1], "--no-jail") != 0))
		return cmd_usage("selftest");
	secret_start();
	if (selftest_crypto(&what) != ERR_OK) {
		printf("cryptographie : FAUX (%s)\n", what);
		return CMD_FAILED;
	}
	puts("cryptographie : juste");
	return try_jail();
}
