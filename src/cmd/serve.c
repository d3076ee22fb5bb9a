/*
 * serve - `fichep box` and `fichep central`: open what the roles need, in the
 * order in which a mistake is most likely, then supervise them.
 *
 *     --dir DIR     the deployment's folder
 *     --ready FD    write "ready MS" there once all roles serve
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/cmd.h"
#include "cmd/deploy.h"
#include "courier/smtp.h"
#include "crypto/secret.h"
#include "proc/child.h"
#include "proc/rights.h"
#include "proc/supervisor.h"

#define SERVE_BACKLOG 1024 /* connections the kernel holds before accept */

/* What an operator can do something about in words of his; else libc's own. */
static const char *
because(void)
{
	switch (errno) {
	case EADDRINUSE:
		return "un autre programme s’en sert déjà";
	case EADDRNOTAVAIL:
		return "cette adresse n’est pas celle de cette machine";
	case EACCES:
	case EPERM:
		return "les droits manquent (root les a)";
	case ENOENT:
		return "il n’existe pas";
	case ENOSPC:
	case EDQUOT:
		return "le disque est plein";
	case EROFS:
		return "le disque est en lecture seule";
	default:
		return strerror(errno);
	}
}

/*
 * One at a time: two would write one database and one audit log. The lock is
 * the folder's, held as long as this process lives: raised out of the numbers
 * the supervisor closes, and inherited by no role.
 */
static enum err
take_folder(const struct deploy *d)
{
	int fd = child_raise(open(d->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC));

	if (fd < 0) {
		deploy_say("le dossier %s ne s’ouvre pas : %s.", d->dir,
		    because());
		return ERR_DENIED;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		deploy_say("un autre « fichep » sert déjà %s. Arrêtez-le "
			   "d’abord.",
		    d->dir);
		close(fd);
		return ERR_CLASH;
	}
	return ERR_OK;
}

static enum err
take_words(int argc, char **argv, const char **dir, int *ready)
{
	uint64_t n;

	for (int i = 1; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--dir") == 0)
			*dir = argv[i + 1];
		else if (strcmp(argv[i], "--ready") == 0 &&
		    str_number(str_of(argv[i + 1]), 1023, &n))
			*ready = (int)n;
		else
			return ERR_INPUT;
	return argc % 2 == 1 && *dir ? ERR_OK : ERR_INPUT;
}

static bool
read_address(struct str text, uint16_t port, struct sockaddr_storage *to,
    socklen_t *len)
{
	char zero_ended[INET6_ADDRSTRLEN];
	struct sockaddr_in four = {.sin_family = AF_INET,
	    .sin_port = htons(port)};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6,
	    .sin6_port = htons(port)};

	if (text.len >= sizeof(zero_ended))
		return false;
	memcpy(zero_ended, text.at, text.len);
	zero_ended[text.len] = 0;
	if (inet_pton(AF_INET, zero_ended, &four.sin_addr) == 1) {
		memcpy(to, &four, *len = sizeof(four));
		return true;
	}
	if (inet_pton(AF_INET6, zero_ended, &six.sin6_addr) == 1) {
		memcpy(to, &six, *len = sizeof(six));
		return true;
	}
	return false;
}

static enum err
open_port(const struct deploy *d, int *fd)
{
	struct str listen_on = d->setting.text[SETTING_listen];
	uint16_t port = (uint16_t)setting_number(&d->setting, SETTING_port);
	struct sockaddr_storage to = {0};
	socklen_t len = 0;
	int yes = 1;

	if (!read_address(listen_on, port, &to, &len)) {
		deploy_say("« listen = %.*s » n’est pas une adresse IP.",
		    (int)listen_on.len, listen_on.at);
		return ERR_INPUT;
	}
	int s =
	    socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s < 0 ||
	    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
	    bind(s, (struct sockaddr *)&to, len) != 0 ||
	    listen(s, SERVE_BACKLOG) != 0) {
		deploy_say("impossible d’écouter sur %.*s, port %u : %s. "
			   "Changez « port » dans fichep.conf, ou libérez-le.",
		    (int)listen_on.len, listen_on.at, (unsigned)port,
		    because());
		if (s >= 0)
			close(s);
		return ERR_DENIED;
	}
	*fd = s;
	return ERR_OK;
}

static enum err
open_file(const struct deploy *d, struct str name, int *fd)
{
	char path[FILE_PATH];
	enum err e = file_path(path, d->dir, name);

	if (e == ERR_OK && (*fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
		deploy_say("%s ne s’ouvre pas : %s. « fichep init » crée ce "
			   "qui manque.",
		    path, because());
		e = ERR_ABSENT;
	}
	return e;
}

/* In memory nobody can change, for a role to read. */
static enum err
seal(const char *what, struct bytes in, int *fd)
{
	*fd = memfd_create(what, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd >= 0 && write(*fd, in.at, in.len) == (ssize_t)in.len &&
	    fcntl(*fd, F_ADD_SEALS,
		F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0)
		return ERR_OK;
	deploy_say("%s ne peut être gardé en mémoire : %s.", what, because());
	return ERR_STORE;
}

/* The secret that opens the keyring. */
static enum err
open_unlock(const struct deploy *d, int *fd)
{
	uint8_t room[KEYRING_SECRET_MOST];
	struct buf secret = buf_over(room, sizeof(room));
	enum err e = deploy_unlock(d, &secret);

	if (e == ERR_OK)
		e = seal("unlock", buf_done(&secret), fd);
	secret_wipe(room, sizeof(room));
	return e;
}

/* By what the relay of letters is known; nothing, where none is set. */
static enum err
open_smtp_ca(const struct deploy *d, int *fd)
{
	static uint8_t room[SMTP_CA_MOST];
	struct str name = d->setting.text[SETTING_smtp_ca];
	struct buf b = buf_over(room, sizeof(room));
	char path[FILE_PATH];

	if (name.len > 0 &&
	    (file_path(path, d->dir, name) != ERR_OK ||
		file_read(path, &b) != ERR_OK)) {
		deploy_say("« smtp_ca » : %.*s ne se lit pas, ou dépasse "
			   "64 Kio.",
		    (int)name.len, name.at);
		return ERR_ABSENT;
	}
	return seal("smtp_ca", buf_done(&b), fd);
}

/* Its password: one line of a file that others cannot read. */
static enum err
open_smtp_password(const struct deploy *d, int *fd)
{
	uint8_t room[SMTP_PASSWORD_MOST];
	struct str from = d->setting.text[SETTING_smtp_password];
	struct buf b = buf_over(room, sizeof(room));
	char path[FILE_PATH];
	enum err e = ERR_OK;

	if (from.len > 0) {
		e = deploy_secret(d, "smtp_password", from, path);
		if (e == ERR_OK && (e = file_read(path, &b)) != ERR_OK)
			deploy_say("le mot de passe du relais ne se lit pas : "
				   "%s.",
			    path);
	}
	while (
	    b.len > 0 && (room[b.len - 1] == '\n' || room[b.len - 1] == '\r'))
		b.len--;
	if (e == ERR_OK)
		e = seal("smtp_password", buf_done(&b), fd);
	secret_wipe(room, sizeof(room));
	return e;
}

/* A folder itself, never where a link leads to. */
static int
real_folder(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* What the files of a folder are; links in it are changed, never followed. */
static bool
give_files(const char *path, uid_t to)
{
	int fd = real_folder(path);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *f;
	bool well = folder != NULL;

	while (well && (f = readdir(folder)))
		if (strcmp(f->d_name, "..") != 0)
			well = fchownat(fd, f->d_name, to, to,
				   AT_SYMLINK_NOFOLLOW) == 0;
	if (folder)
		closedir(folder);
	return well;
}

static bool
give_run(const char *path, uid_t front, uid_t gate)
{
	int fd = real_folder(path);
	bool well =
	    fd >= 0 && fchown(fd, front, gate) == 0 && fchmod(fd, 02710) == 0;

	if (fd >= 0)
		close(fd);
	return well;
}

/*
 * The folders roles use, theirs when we are root: each has a user of its own.
 * Those of the front and the gate meet in run/, where neither can read.
 */
static enum err
make_folders(const struct deploy *d)
{
	char data[FILE_PATH], run[FILE_PATH];
	bool root = geteuid() == 0;

	if (file_path(data, d->dir, TXT("data")) != ERR_OK ||
	    file_path(run, d->dir, TXT("run")) != ERR_OK ||
	    file_folder(data) != ERR_OK || file_folder(run) != ERR_OK) {
		deploy_say("les dossiers data et run manquent dans %s et ne "
			   "peuvent être créés : %s.",
		    d->dir, because());
		return ERR_STORE;
	}
	uid_t core = rights_uid(&d->setting, CORE);
	uid_t front = rights_uid(&d->setting, FRONT);
	uid_t gate = rights_uid(&d->setting, GATE);
	if (root &&
	    (chmod(d->dir, 0711) != 0 || !give_files(data, core) ||
		!give_run(run, front, gate))) {
		deploy_say("les dossiers de %s ne peuvent être confiés aux "
			   "rôles : %s.",
		    d->dir, because());
		return ERR_STORE;
	}
	return ERR_OK;
}

static int
serve(int argc, char **argv, bool central)
{
	static struct deploy d;
	static struct supervisor plan;
	const char *dir = NULL;

	plan = (struct supervisor){.central = central,
	    .ready = -1,
	    .since = clock_boot()};
	if (take_words(argc, argv, &dir, &plan.ready) != ERR_OK)
		return cmd_usage(argv[0]);
	if (deploy_open(dir, &d) != ERR_OK || take_folder(&d) != ERR_OK ||
	    open_file(&d, TXT("keys/keyring"), &plan.hand[ROLE_KEYRING]) !=
		ERR_OK ||
	    open_file(&d, TXT("tls/chain.pem"), &plan.hand[ROLE_CHAIN]) !=
		ERR_OK ||
	    open_port(&d, &plan.hand[ROLE_LISTEN]) != ERR_OK ||
	    make_folders(&d) != ERR_OK ||
	    open_unlock(&d, &plan.hand[ROLE_UNLOCK]) != ERR_OK ||
	    open_smtp_ca(&d, &plan.hand[ROLE_SMTP_CA]) != ERR_OK ||
	    open_smtp_password(&d, &plan.hand[ROLE_SMTP_PASSWORD]) != ERR_OK)
		return CMD_FAILED;
	plan.dir = d.dir;
	plan.setting = d.setting;
	int status = supervisor_run(&plan);
	if (status != ROLE_DAMAGED)
		return status;
	deploy_say("la base de %s ne peut pas être lue : elle est abîmée, ou "
		   "d’un autre trousseau. Rien n’y a été changé. Copiez le "
		   "dossier data/ ailleurs, remettez votre dernière sauvegarde "
		   "à sa place, puis « fichep restored --dir %s », avant de "
		   "démarrer : les boîtiers renverront ce qu’ils gardent.",
	    dir, dir);
	return CMD_FAILED;
}

int
serve_box(int argc, char **argv)
{
	return serve(argc, argv, false);
}

int
serve_central(int argc, char **argv)
{
	return serve(argc, argv, true);
}
