/*
 * `fichep demo`: a box and a central on loopback, from an empty folder.
 *
 * Each is a deployment like any other, made by init and run by `fichep box` or
 * `fichep central`; only its people are invented. Their passphrases stand in
 * demo.json, so that a second start can show them again: never do that with
 * real people.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/encode.h"
#include "cmd/cast.h"
#include "cmd/cmd.h"
#include "cmd/pair.h"
#include "crypto/secret.h"
#include "tls/tls_key.h"

#define DEMO_READY 20000 /* ms a deployment has to start */

static struct cast_side sides[CAST_SIDES] = {
    [CAST_BOX] = {.word = "box", .title = "Boîtier du foyer Les Tilleuls"},
    [CAST_CENTRAL] = {.word = "central", .title = "Serveur central"},
};

static volatile sig_atomic_t told_to_stop;

static void
on_signal(int number)
{
	(void)number;
	told_to_stop = 1;
}

/* Where the box stands; fictitious, in the fictitious département 99. */
static struct enrol_site
the_site(void)
{
	return (struct enrol_site){.code = TXT("TIL"),
	    .name = TXT("Foyer Les Tilleuls"),
	    .kind = TXT("foyer"),
	    .commune = TXT("99001"),
	    .phone = TXT("01 99 00 44 17"),
	    .departement = TXT("99")};
}

static void
put_site(struct buf *conf)
{
	const struct enrol_site site = the_site();
	const struct {
		const char *name;
		struct str value;
	} lines[] = {{"site_code", site.code}, {"site_kind", site.kind},
	    {"site_commune", site.commune}, {"site_phone", site.phone}};

	buf_str(conf, TXT("\n"));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		buf_str(conf, str_of(lines[i].name));
		buf_str(conf, TXT(" = "));
		buf_str(conf, lines[i].value);
		buf_str(conf, TXT("\n"));
	}
}

/* The settings are the demo's own: written again at each start. */
static void
write_conf(struct buf *conf, const struct cast_side *s)
{
	buf_str(conf,
	    TXT("# Démonstration : ce fichier est réécrit à chaque "
		"démarrage.\nlisten = 127.0.0.1\nport = "));
	buf_number(conf, s->port, 1);
	buf_str(conf,
	    TXT("\nhost = localhost\nconvention = demo\n"
		"departement = 99\nsite = "));
	buf_str(conf, str_of(s->title));
	/* To a central, its own address is what its boxes are told. */
	buf_str(conf, TXT("\ncentral_url = "));
	cast_url(conf, &sides[CAST_CENTRAL]);
	conf->len--; /* without the last slash */
	buf_str(conf, TXT("\n"));
	if (s == &sides[CAST_BOX]) {
		buf_str(conf, TXT("central_pin = "));
		encode_hex(conf, BYTES_OF(sides[CAST_CENTRAL].pin));
		put_site(conf);
	} else {
		/* Two machines in one: they share no user. */
		buf_str(conf, TXT("uid_base = 59100\n"));
	}
}

static enum err
learn_pin(struct cast_side *s)
{
	static struct deploy d;
	struct keyring ring;
	uint8_t point[TLS_KEY_PUBLIC];

	enum err e = deploy_open(s->dir, &d);
	if (e == ERR_OK)
		e = deploy_keyring(&d, &ring);
	if (e != ERR_OK)
		return e;
	e = tls_key_public(ring.key[KEYRING_TLS], point);
	keyring_wipe(&ring);
	if (e == ERR_OK)
		tls_pin_of(point, s->pin);
	return e;
}

/* Make it if it is not there; then say its settings, pin and people. */
static enum err
settle(struct cast_side *s, bool *made)
{
	char path[FILE_PATH];
	uint8_t text[1024];
	struct buf conf = buf_over(text, sizeof(text));

	write_conf(&conf, s);
	enum err e = file_path(path, s->dir, TXT("keys/keyring"));
	*made = e == ERR_OK && access(path, F_OK) != 0;
	if (e == ERR_OK && *made)
		e = init_make(&(struct init_plan){.dir = s->dir,
		    .central = s == &sides[CAST_CENTRAL],
		    .conf = buf_text(&conf),
		    .people = s->people,
		    .person = s->person});
	if (e == ERR_OK)
		e = learn_pin(s);
	if (e == ERR_OK)
		e = file_path(path, s->dir, TXT("fichep.conf"));
	if (e == ERR_OK)
		e = file_write(path, buf_done(&conf), 0600);
	return e;
}

/* `fichep box --dir DIR --ready FD`, in a process of its own. */
static enum err
start(struct cast_side *s)
{
	int ends[2];
	char fd[16];

	if (pipe(ends) != 0)
		return ERR_LATER;
	s->pid = fork();
	if (s->pid < 0)
		return ERR_LATER;
	if (s->pid == 0) {
		(void)close(ends[0]);
		snprintf(fd, sizeof(fd), "%d", ends[1]);
		execl("/proc/self/exe", "fichep", s->word, "--dir", s->dir,
		    "--ready", fd, (char *)NULL);
		_exit(127);
	}
	(void)close(ends[1]);
	s->ready = ends[0];
	return ERR_OK;
}

static enum err
await(struct cast_side *s)
{
	struct pollfd p = {s->ready, POLLIN, 0};
	char one;

	if (poll(&p, 1, DEMO_READY) == 1 && read(s->ready, &one, 1) == 1) {
		(void)close(s->ready);
		return ERR_OK;
	}
	deploy_say("%s n’a pas démarré ; les lignes ci-dessus disent "
		   "pourquoi.",
	    s->title);
	return ERR_LATER;
}

static void
stop_all(void)
{
	for (int i = 0; i < CAST_SIDES; i++)
		if (sides[i].pid > 0)
			(void)kill(sides[i].pid, SIGTERM);
	for (int i = 0; i < CAST_SIDES; i++)
		if (sides[i].pid > 0)
			(void)waitpid(sides[i].pid, NULL, 0);
}

static void
welcome(const char *dir)
{
	printf("\nfichep : démonstration, données fictives, dans %s\n", dir);
	for (int i = CAST_SIDES - 1; i >= 0; i--) {
		const struct cast_side *s = &sides[i];
		printf("\n  %s\n    https://localhost:%u/\n"
		       "    empreinte SHA-256 de la clé : ",
		    s->title, s->port);
		for (size_t k = 0; k < sizeof(s->pin); k++)
			printf("%02x", s->pin[k]);
		printf("\n");
		for (size_t k = 0; k < s->people; k++) {
			const struct init_person *p = &s->person[k];
			printf("    %-8s %.*s   %s, %s\n", p->login.at,
			    (int)p->len, p->phrase, p->name.at, p->service.at);
		}
	}
	printf("\nAu serveur central, un code est demandé après la phrase de "
	       "passe : « fichep code COMPTE --dir %s » le donne.\n",
	    dir);
	printf("\nLe navigateur dira que le certificat n’est pas connu : c’est "
	       "celui de cette machine.\n"
	       "Les clés sont ouvertes par un fichier du dossier : bon pour "
	       "une démonstration, pas pour un service.\n"
	       "Ctrl-C arrête tout.\n\n");
	(void)fflush(stdout);
}

/* Until told to stop, or until one of the two is gone. */
static int
watch(void)
{
	while (!told_to_stop) {
		int status;
		pid_t gone = waitpid(-1, &status, 0);
		if (gone < 0 && errno == EINTR)
			continue;
		for (int i = 0; i < CAST_SIDES; i++) {
			if (sides[i].pid != gone)
				continue;
			sides[i].pid = 0;
			deploy_say("%s s’est arrêté.", sides[i].title);
		}
		return CMD_FAILED;
	}
	return 0;
}

static bool
read_port(const char *text, uint16_t *port)
{
	uint64_t n;

	if (!str_number(str_of(text), 65535, &n) || n == 0)
		return false;
	*port = (uint16_t)n;
	return true;
}

static int
run(const char *dir, const char *ready)
{
	char sheet[FILE_PATH];
	bool made[CAST_SIDES], all = true, none = true;
	enum err e = file_folder(dir);

	for (int i = 0; e == ERR_OK && i < CAST_SIDES; i++) {
		cast_fill(&sides[i], i);
		e = file_path(sides[i].dir, dir, str_of(sides[i].word));
	}
	/* The central first: the box is told its key. */
	for (int i = CAST_SIDES - 1; e == ERR_OK && i >= 0; i--) {
		e = settle(&sides[i], &made[i]);
		all = all && made[i];
		none = none && !made[i];
	}
	if (e == ERR_OK && !all && !none) {
		deploy_say("%s est à moitié fait : effacez-le pour repartir "
			   "de zéro.",
		    dir);
		e = ERR_CLASH;
	}
	const struct enrol_site site = the_site();
	if (e == ERR_OK && all)
		e = pair_up(sides[CAST_BOX].dir, sides[CAST_CENTRAL].dir,
		    &site);
	if (e == ERR_OK && none)
		e = cast_recall(dir, sides);
	if (e == ERR_OK)
		e = file_path(sheet, dir, TXT("demo.json"));
	if (e == ERR_OK)
		e = cast_write(sheet, sides);
	for (int i = CAST_SIDES - 1; e == ERR_OK && i >= 0; i--)
		e = start(&sides[i]);
	for (int i = 0; e == ERR_OK && i < CAST_SIDES; i++)
		e = await(&sides[i]);
	if (e == ERR_OK && ready)
		e = cast_write(ready, sides);
	int status = CMD_FAILED;
	if (e == ERR_OK) {
		welcome(dir);
		status = watch();
	} else if (e == ERR_STORE) {
		deploy_say("l’écriture dans %s a échoué : place et droits ?",
		    dir);
	}
	stop_all();
	return status;
}

/* `fichep code LOGIN --dir DIR`: what an authenticator of the demo shows. */
int
demo_code(int argc, char **argv)
{
	char code[TOTP_DIGITS];

	if (argc != 4 || !str_eq(str_of(argv[2]), TXT("--dir")))
		return cmd_usage("code");
	struct cast_side *s = &sides[CAST_CENTRAL];
	cast_fill(s, CAST_CENTRAL);
	if (cast_recall(argv[3], sides) != ERR_OK)
		return CMD_FAILED;
	for (size_t i = 0; i < s->people; i++) {
		if (!str_eq(s->person[i].login, str_of(argv[1])) ||
		    s->person[i].len == 0)
			continue;
		totp_code(s->totp[i], totp_step(clock_now()), code);
		printf("%.*s\n", TOTP_DIGITS, code);
		return 0;
	}
	deploy_say("« %s » n’a pas de compte au serveur central de cette "
		   "démonstration.",
	    argv[1]);
	return CMD_FAILED;
}

int
demo_main(int argc, char **argv)
{
	const char *dir = "demo", *ready = NULL;
	struct sigaction stop = {.sa_handler = on_signal};
	bool good = true;

	sides[CAST_BOX].port = 8441;
	sides[CAST_CENTRAL].port = 8442;
	for (int i = 1; i < argc && good; i += 2) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		struct str word = str_of(argv[i]);
		if (str_eq(word, TXT("--dir")) && *value)
			dir = value;
		else if (str_eq(word, TXT("--ready")) && *value)
			ready = value;
		else if (str_eq(word, TXT("--box-port")))
			good = read_port(value, &sides[CAST_BOX].port);
		else if (str_eq(word, TXT("--central-port")))
			good = read_port(value, &sides[CAST_CENTRAL].port);
		else
			good = false;
	}
	if (!good || sides[CAST_BOX].port == sides[CAST_CENTRAL].port) {
		if (good)
			deploy_say("il faut deux ports différents.");
		return cmd_usage("demo");
	}
	secret_start();
	must(sigaction(SIGTERM, &stop, NULL) == 0);
	must(sigaction(SIGINT, &stop, NULL) == 0);
	return run(dir, ready);
}
