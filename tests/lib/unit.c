/*
 * unit - runs the tests, each in a process of its own.
 *
 *	unit [-j JOBS] [-t SECONDS] [-v] ['suite/name' ...]   those, or all
 *	unit -d 'suite/name'                one, in this very process: for gdb
 *	unit -l                             their names
 *
 * A process is made by fork alone: what costs in a sanitized process is its
 * start, and it has started once for all. Nothing has run in it before a test
 * does. What a test prints is shown only if it fails, so that a failure is not
 * lost between the log lines of those that passed. A test fails when it says
 * so, dies of a signal, leaves by itself before its end (whatever status it
 * leaves with), or takes too long; whom it leaves running is ended too. The
 * suite `sample` runs only when it is named: it shows how tests fail.
 */
#include "../test.h"

#include <fnmatch.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define UNIT_JOBS 64 /* at once, at most */

struct job {
	const struct test *test; /* NULL when free */
	pid_t pid;
	int64_t began;
	bool late;
	int words; /* what it printed */
};

struct test_shared *test_shared;

static struct test *first, **last = &first;
static struct job jobs[UNIT_JOBS];
static size_t limit = 1;
static unsigned passed, failed, skipped;
static long patience = 240; /* seconds a test may take */
static bool verbose;

void
test_add(struct test *t)
{
	*last = t;
	last = &t->next;
}

void
test_over(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	fflush(NULL);
	_exit(status);
}

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static void
show(int fd)
{
	char part[4096];
	ssize_t got;

	fflush(stdout);
	for (off_t at = 0; (got = pread(fd, part, sizeof(part), at)) > 0;
	     at += got)
		if (write(STDOUT_FILENO, part, (size_t)got) != got)
			return;
}

static _Noreturn void
child(const struct job *j, const sigset_t *mask)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)setpgid(0, 0);
	(void)dup2(j->words, STDOUT_FILENO);
	(void)dup2(j->words, STDERR_FILENO);
	(void)syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	j->test->run();
	fflush(NULL);
	_exit(TEST_PASSED);
}

static void
start(const struct test *t, const sigset_t *mask)
{
	struct job *j = jobs;

	while (j->test)
		j++;
	*j = (struct job){.test = t, .began = now()};
	j->words = memfd_create("words", MFD_CLOEXEC);
	fflush(NULL);
	j->pid = j->words < 0 ? -1 : fork();
	if (j->pid == 0)
		child(j, mask);
	if (j->pid < 0) {
		perror("unit: no process for a test");
		exit(1);
	}
}

/* "" when the test passed, else how it ended. */
static const char *
fault(const struct job *j, int status)
{
	static char text[96];
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	text[0] = 0;
	if (j->late)
		snprintf(text, sizeof(text), "still running after %ld s",
		    patience);
	else if (signal != 0 && signal != j->test->signal)
		snprintf(text, sizeof(text), "ended by signal %d (%s)", signal,
		    strsignal(signal));
	else if (j->test->signal != 0 && signal == 0)
		snprintf(text, sizeof(text), "did not end by signal %d",
		    j->test->signal);
	else if (code == TEST_FAILED)
		snprintf(text, sizeof(text), "failed");
	else if (signal == 0 && code != TEST_PASSED && code != TEST_SKIPPED)
		snprintf(text, sizeof(text), "left by itself with status %d",
		    code);
	return text;
}

static void
finish(struct job *j, int status, const struct rusage *used)
{
	bool skips = WIFEXITED(status) && WEXITSTATUS(status) == TEST_SKIPPED;
	const char *why = fault(j, status);
	int took = (int)(now() - j->began);
	int busy =
	    (int)(1000 * (used->ru_utime.tv_sec + used->ru_stime.tv_sec) +
		(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1000);

	(void)kill(-j->pid, SIGKILL);
	if (why[0])
		printf("FAIL  %s/%s: %s\n", j->test->suite, j->test->name, why);
	else if (skips)
		printf("skip  %s/%s\n", j->test->suite, j->test->name);
	else if (verbose)
		printf("ok    %5d ms, %5d busy  %s/%s\n", took, busy,
		    j->test->suite, j->test->name);
	if (why[0] || skips)
		show(j->words);
	failed += why[0] != 0;
	skipped += !why[0] && skips;
	passed += !why[0] && !skips;
	close(j->words);
	j->test = NULL;
}

static size_t
running(void)
{
	size_t n = 0;

	for (size_t i = 0; i < limit; i++)
		n += jobs[i].test != NULL;
	return n;
}

static void
stop_late(int64_t most)
{
	for (size_t i = 0; i < limit; i++)
		if (jobs[i].test && now() - jobs[i].began >= most) {
			jobs[i].late = true;
			(void)kill(-jobs[i].pid, SIGKILL);
			(void)kill(jobs[i].pid, SIGKILL);
		}
}

/* Wait until one has ended, or is late, or we are told to stop. */
static void
reap(const sigset_t *watched)
{
	struct timespec nap = {1, 0};
	struct rusage used;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG, &used)) <= 0) {
		int heard = sigtimedwait(watched, NULL, &nap);
		if (heard == SIGINT || heard == SIGTERM) {
			stop_late(0);
			exit(1);
		}
		stop_late(patience * 1000);
	}
	for (size_t i = 0; i < limit; i++)
		if (jobs[i].test && jobs[i].pid == pid)
			finish(&jobs[i], status, &used);
}

static bool
wanted(const struct test *t, char *const *patterns)
{
	char whole[256];

	snprintf(whole, sizeof(whole), "%s/%s", t->suite, t->name);
	for (char *const *p = patterns; *p; p++)
		if (fnmatch(*p, whole, 0) == 0)
			return true;
	return !*patterns && strcmp(t->suite, "sample") != 0;
}

static int
run_all(char *const *patterns)
{
	sigset_t watched, before;

	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	sigaddset(&watched, SIGINT);
	sigaddset(&watched, SIGTERM);
	sigprocmask(SIG_BLOCK, &watched, &before);
	for (const struct test *t = first; t; t = t->next) {
		if (!wanted(t, patterns))
			continue;
		while (running() == limit)
			reap(&watched);
		start(t, &before);
	}
	while (running() > 0)
		reap(&watched);
	if (passed + failed + skipped == 0) {
		printf("FAIL  no test has such a name\n");
		failed++;
	}
	if (skipped > 0)
		printf("unit: %u skipped\n", skipped);
	printf("unit: %u passed, %u failed\n", passed, failed);
	return failed != 0;
}

int
main(int argc, char *argv[])
{
	bool here = false, list = false;
	int option;

	while ((option = getopt(argc, argv, "dj:lt:v")) != -1) {
		long n = optarg ? strtol(optarg, NULL, 10) : 1;

		if (option == '?' || n < 1 || (option == 'j' && n > UNIT_JOBS))
			return 2;
		limit = option == 'j' ? (size_t)n : limit;
		patience = option == 't' ? n : patience;
		here = here || option == 'd';
		list = list || option == 'l';
		verbose = verbose || option == 'v';
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	test_shared = mmap(NULL, sizeof(*test_shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (test_shared == MAP_FAILED) {
		perror("unit: no memory to share");
		return 1;
	}
	if (!here && !list)
		return run_all(argv + optind);
	for (const struct test *t = first; t; t = t->next) {
		if (!wanted(t, argv + optind))
			continue;
		printf("%s/%s\n", t->suite, t->name);
		if (here)
			t->run();
	}
	return 0;
}
