#include "cmd/deploy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "crypto/secret.h"

#define ASKED "Phrase de passe du trousseau : "

void
deploy_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("fichep : ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

enum err
deploy_open(const char *dir, struct deploy *d)
{
	char path[FILE_PATH];
	struct buf conf = buf_over(d->conf, sizeof(d->conf));
	size_t line = 0;
	const char *why = "";

	char *whole = realpath(dir, NULL);
	if (!whole || strlen(whole) >= sizeof(d->dir)) {
		deploy_say("le dossier %s n’existe pas. Créez-le avec "
			   "« fichep init ».",
		    dir);
		free(whole);
		return ERR_ABSENT;
	}
	memcpy(d->dir, whole, strlen(whole) + 1);
	free(whole);

	d->setting = setting_defaults();
	enum err e = file_path(path, d->dir, TXT("fichep.conf"));
	if (e == ERR_OK)
		e = file_read(path, &conf);
	if (e == ERR_ABSENT)
		return ERR_OK;
	if (e != ERR_OK) {
		deploy_say("%s est illisible, ou dépasse %d octets.", path,
		    DEPLOY_CONF_MOST);
		return e;
	}
	e = setting_read(buf_text(&conf), &d->setting, &line, &why);
	if (e != ERR_OK)
		deploy_say("%s, ligne %zu : %s. « fichep settings » montre ce "
			   "qui s’écrit.",
		    path, line, why);
	return e;
}

/* A passphrase typed on the terminal, unseen. */
static enum err
ask(const char *what, struct buf *secret)
{
	struct termios shown, hidden;
	ssize_t got = -1;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0) {
		deploy_say("« unlock = ask » demande un terminal pour saisir "
			   "la phrase de passe.");
		return ERR_DENIED;
	}
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fputs(what, stderr);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0)
		got = read(STDIN_FILENO, secret->at + secret->len,
		    secret->max - secret->len);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	if (got <= 1)
		return ERR_DENIED;
	secret->len += (size_t)got - 1; /* without the newline */
	return ERR_OK;
}

enum err
deploy_secret(const struct deploy *d, const char *setting, struct str from,
    char path[FILE_PATH])
{
	if (str_starts(from, TXT("file:")))
		return file_path(path, d->dir, str_part(from, 5, SIZE_MAX));
	if (!str_starts(from, TXT("credential:"))) {
		deploy_say("« %s » attend file:CHEMIN ou credential:NOM.",
		    setting);
		return ERR_INPUT;
	}
	const char *where = getenv("CREDENTIALS_DIRECTORY");
	struct str name = str_part(from, 11, SIZE_MAX);
	if (!where || str_find(name, '/', 0) < name.len) {
		deploy_say("systemd n’a pas donné le secret %.*s "
			   "(LoadCredential= dans l’unité).",
		    (int)name.len, name.at);
		return ERR_ABSENT;
	}
	return file_path(path, where, name);
}

enum err
deploy_unlock(const struct deploy *d, struct buf *secret)
{
	char path[FILE_PATH];
	struct str from = d->setting.text[SETTING_unlock];

	/* From here on this process holds keys: no core of it on a disk. */
	must(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
	if (str_eq(from, TXT("ask")))
		return ask(ASKED, secret);
	enum err e = deploy_secret(d, "unlock", from, path);
	if (e == ERR_INPUT)
		deploy_say("(ou « unlock = ask » : une phrase de passe est "
			   "alors demandée.)");
	if (e != ERR_OK)
		return e;
	e = file_read(path, secret);
	if (e != ERR_OK)
		deploy_say("le secret qui ouvre le trousseau est introuvable "
			   "ou illisible : %s. S’il est sur un support "
			   "amovible, branchez-le.",
		    path);
	return e;
}

enum err
deploy_unlock_new(const struct deploy *d, struct buf *secret)
{
	uint8_t again[KEYRING_SECRET_MOST];
	struct buf b = buf_over(again, sizeof(again));
	enum err e = deploy_unlock(d, secret);

	if (e != ERR_OK || !str_eq(d->setting.text[SETTING_unlock], TXT("ask")))
		return e;
	e = ask("La même, encore une fois : ", &b);
	if (e == ERR_OK && !secret_eq(buf_done(&b), buf_done(secret))) {
		deploy_say("les deux phrases de passe diffèrent ; rien n’a été "
			   "fait, recommencez.");
		e = ERR_INPUT;
	}
	secret_wipe(again, sizeof(again));
	return e;
}

enum err
deploy_keyring(const struct deploy *d, struct keyring *ring)
{
	char path[FILE_PATH];
	uint8_t file[KEYRING_MOST], secret[KEYRING_SECRET_MOST];
	struct buf f = buf_over(file, sizeof(file));
	struct buf s = buf_over(secret, sizeof(secret));

	enum err e = deploy_unlock(d, &s);
	if (e == ERR_OK)
		e = file_path(path, d->dir, TXT("keys/keyring"));
	if (e == ERR_OK && (e = file_read(path, &f)) != ERR_OK)
		deploy_say("le trousseau %s manque ou est illisible.", path);
	if (e == ERR_OK &&
	    (e = keyring_open(buf_done(&f), buf_done(&s), ring)) != ERR_OK)
		deploy_say("ce secret n’ouvre pas le trousseau, ou le "
			   "trousseau a été altéré.");
	secret_wipe(secret, sizeof(secret));
	return e;
}
