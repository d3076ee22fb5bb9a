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

#include "base/encode.h"
#include "base/json.h"
#include "cmd/cmd.h"
#include "cmd/init.h"
#include "crypto/secret.h"
#include "tls/tls_key.h"
#include "tls/tls_pin.h"

#define DEMO_FILE_MOST 16384 /* bytes of demo.json */
#define DEMO_READY     20000 /* ms a deployment has to start */

enum { BOX, CENTRAL, SIDES };

static const struct {
	int side;
	const char *login, *name, *role, *service;
} people[] = {
#define DEMO(side, login, name, role, service)                                 \
	{side, login, name, role, service},
#include "cmd/demo.def"
#undef DEMO
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

struct side {
	const char *word; /* "box" */
	const char *title;
	char dir[FILE_PATH];
	uint16_t port;
	uint8_t pin[TLS_PIN_LEN];
	struct init_person person[PEOPLE];
	size_t people;
	pid_t pid;
	int ready; /* becomes readable when it serves */
};

static struct side sides[SIDES] = {
    [BOX] = {.word = "box", .title = "Boîtier du foyer Les Tilleuls"},
    [CENTRAL] = {.word = "central", .title = "Serveur central"},
};

static volatile sig_atomic_t told_to_stop;

static void
on_signal(int number)
{
	(void)number;
	told_to_stop = 1;
}

static void
fill_people(struct side *s, int which)
{
	s->people = 0;
	for (size_t i = 0; i < PEOPLE; i++) {
		if (people[i].side != which)
			continue;
		s->person[s->people++] = (struct init_person){
		    .login = str_of(people[i].login),
		    .name = str_of(people[i].name),
		    .role = str_of(people[i].role),
		    .service = str_of(people[i].service),
		};
	}
}

/* The words of someone, as an earlier start wrote them down. */
static void
recall(struct json sheet, struct side *s)
{
	struct json list =
	    json_get(json_get(sheet, str_of(s->word)), TXT("accounts"));

	for (size_t i = 0; i < json_len(list); i++) {
		struct json one = json_at(list, i);
		struct str phrase = json_text(json_get(one, TXT("passphrase")));
		for (size_t k = 0; k < s->people; k++) {
			struct init_person *p = &s->person[k];
			if (!str_eq(p->login,
				json_text(json_get(one, TXT("login")))) ||
			    phrase.len >= sizeof(p->phrase))
				continue;
			memcpy(p->phrase, phrase.at, phrase.len);
			p->len = phrase.len;
		}
	}
}

static enum err
recall_all(const char *dir)
{
	static uint8_t memory[1 << 18] __attribute__((aligned(16)));
	static uint8_t text[DEMO_FILE_MOST];
	char path[FILE_PATH];
	struct arena mem;
	struct buf b = buf_over(text, sizeof(text));
	struct json sheet;

	arena_open(&mem, memory, sizeof(memory));
	enum err e = file_path(path, dir, TXT("demo.json"));
	if (e == ERR_OK)
		e = file_read(path, &b);
	if (e == ERR_OK)
		e = json_read(&mem, buf_text(&b), &sheet, NULL);
	if (e != ERR_OK) {
		deploy_say("%s/demo.json manque ou est illisible : effacez le "
			   "dossier pour repartir de zéro.",
		    dir);
		return e;
	}
	for (int i = 0; i < SIDES; i++)
		recall(sheet, &sides[i]);
	return ERR_OK;
}

static void
quoted(struct buf *b, const char *key, struct str value, bool last)
{
	json_quote(b, str_of(key));
	buf_str(b, TXT(": "));
	json_quote(b, value);
	if (!last)
		buf_str(b, TXT(", "));
}

static void
url_of(struct buf *b, const struct side *s)
{
	buf_str(b, TXT("https://localhost:"));
	buf_number(b, s->port, 1);
	buf_str(b, TXT("/"));
}

/* What a person or a test needs to know of a running demo. */
static enum err
write_sheet(const char *path)
{
	static uint8_t text[DEMO_FILE_MOST];
	struct buf b = buf_over(text, sizeof(text));

	buf_str(&b, TXT("{"));
	for (int i = 0; i < SIDES; i++) {
		const struct side *s = &sides[i];
		uint8_t url[64], pin[2 * TLS_PIN_LEN];
		struct buf u = buf_over(url, sizeof(url));
		struct buf p = buf_over(pin, sizeof(pin));
		url_of(&u, s);
		encode_hex(&p, BYTES_OF(s->pin));
		buf_str(&b, i ? TXT(",\n ") : TXT("\n "));
		json_quote(&b, str_of(s->word));
		buf_str(&b, TXT(": {"));
		quoted(&b, "url", buf_text(&u), false);
		quoted(&b, "spki_sha256", buf_text(&p), false);
		quoted(&b, "dir", str_of(s->dir), false);
		buf_str(&b, TXT("\"accounts\": ["));
		for (size_t k = 0; k < s->people; k++) {
			const struct init_person *q = &s->person[k];
			buf_str(&b, k ? TXT(",\n  {") : TXT("\n  {"));
			quoted(&b, "login", q->login, false);
			quoted(&b, "passphrase",
			    (struct str){q->phrase, q->len}, false);
			quoted(&b, "name", q->name, false);
			quoted(&b, "role", q->role, false);
			quoted(&b, "service", q->service, true);
			buf_str(&b, TXT("}"));
		}
		buf_str(&b, TXT("]}"));
	}
	buf_str(&b, TXT("\n}\n"));
	enum err e = buf_err(&b);
	if (e == ERR_OK)
		e = file_write(path, buf_done(&b), 0600);
	if (e != ERR_OK)
		deploy_say("impossible d’écrire %s.", path);
	return e;
}

/* The settings are the demo's own: written again at each start. */
static void
write_conf(struct buf *conf, const struct side *s)
{
	buf_str(conf,
	    TXT("# Démonstration : ce fichier est réécrit à chaque "
		"démarrage.\nlisten = 127.0.0.1\nport = "));
	buf_number(conf, s->port, 1);
	buf_str(conf, TXT("\nhost = localhost\nsite = "));
	buf_str(conf, str_of(s->title));
	buf_str(conf, TXT("\n"));
	if (s == &sides[BOX]) {
		buf_str(conf, TXT("central_url = "));
		url_of(conf, &sides[CENTRAL]);
		conf->len--; /* without the last slash */
		buf_str(conf, TXT("\ncentral_pin = "));
		encode_hex(conf, BYTES_OF(sides[CENTRAL].pin));
		buf_str(conf, TXT("\n"));
	} else {
		/* Two machines in one: they share no user. */
		buf_str(conf, TXT("uid_base = 59100\n"));
	}
}

static enum err
learn_pin(struct side *s)
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
settle(struct side *s, bool *made)
{
	char path[FILE_PATH];
	uint8_t text[1024];
	struct buf conf = buf_over(text, sizeof(text));

	write_conf(&conf, s);
	enum err e = file_path(path, s->dir, TXT("keys/keyring"));
	*made = e == ERR_OK && access(path, F_OK) != 0;
	if (e == ERR_OK && *made)
		e = init_make(&(struct init_plan){.dir = s->dir,
		    .central = s == &sides[CENTRAL],
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
start(struct side *s)
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
await(struct side *s)
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
	for (int i = 0; i < SIDES; i++)
		if (sides[i].pid > 0)
			(void)kill(sides[i].pid, SIGTERM);
	for (int i = 0; i < SIDES; i++)
		if (sides[i].pid > 0)
			(void)waitpid(sides[i].pid, NULL, 0);
}

static void
welcome(const char *dir)
{
	printf("\nfichep : démonstration, données fictives, dans %s\n", dir);
	for (int i = SIDES - 1; i >= 0; i--) {
		const struct side *s = &sides[i];
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
		for (int i = 0; i < SIDES; i++) {
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
	bool made[SIDES], all = true, none = true;
	enum err e = file_folder(dir);

	for (int i = 0; e == ERR_OK && i < SIDES; i++) {
		fill_people(&sides[i], i);
		e = file_path(sides[i].dir, dir, str_of(sides[i].word));
	}
	/* The central first: the box is told its key. */
	for (int i = SIDES - 1; e == ERR_OK && i >= 0; i--) {
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
	if (e == ERR_OK && none)
		e = recall_all(dir);
	if (e == ERR_OK)
		e = file_path(sheet, dir, TXT("demo.json"));
	if (e == ERR_OK)
		e = write_sheet(sheet);
	for (int i = SIDES - 1; e == ERR_OK && i >= 0; i--)
		e = start(&sides[i]);
	for (int i = 0; e == ERR_OK && i < SIDES; i++)
		e = await(&sides[i]);
	if (e == ERR_OK && ready)
		e = write_sheet(ready);
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

int
demo_main(int argc, char **argv)
{
	const char *dir = "demo", *ready = NULL;
	struct sigaction stop = {.sa_handler = on_signal};
	bool good = true;

	sides[BOX].port = 8441;
	sides[CENTRAL].port = 8442;
	for (int i = 1; i < argc && good; i += 2) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		struct str word = str_of(argv[i]);
		if (str_eq(word, TXT("--dir")) && *value)
			dir = value;
		else if (str_eq(word, TXT("--ready")) && *value)
			ready = value;
		else if (str_eq(word, TXT("--box-port")))
			good = read_port(value, &sides[BOX].port);
		else if (str_eq(word, TXT("--central-port")))
			good = read_port(value, &sides[CENTRAL].port);
		else
			good = false;
	}
	if (!good || sides[BOX].port == sides[CENTRAL].port) {
		if (good)
			deploy_say("il faut deux ports différents.");
		return cmd_usage("demo");
	}
	secret_start();
	must(sigaction(SIGTERM, &stop, NULL) == 0);
	must(sigaction(SIGINT, &stop, NULL) == 0);
	return run(dir, ready);
}
