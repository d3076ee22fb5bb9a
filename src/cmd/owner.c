#include "cmd/owner.h"

#include <errno.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA     "data"
#define DATABASE TXT("data/fichep.db")

enum err
owner_become(const struct deploy *d, char path[FILE_PATH])
{
	char data[FILE_PATH];
	struct stat st;
	enum err e = file_path(data, d->dir, TXT(DATA));

	if (e == ERR_OK)
		e = file_path(path, d->dir, DATABASE);
	if (e != ERR_OK || geteuid() != 0)
		return e;
	if (lstat(data, &st) != 0 || !S_ISDIR(st.st_mode)) {
		deploy_say("le dossier %s manque.", data);
		return ERR_ABSENT;
	}
	if (st.st_uid == 0)
		return ERR_OK;
	if (chdir(d->dir) != 0 || chroot(".") != 0 || setgroups(0, NULL) != 0 ||
	    setresgid(st.st_gid, st.st_gid, st.st_gid) != 0 ||
	    setresuid(st.st_uid, st.st_uid, st.st_uid) != 0) {
		deploy_say("impossible de devenir l’utilisateur à qui "
			   "appartient %s : %s.",
		    data, strerror(errno));
		return ERR_DENIED;
	}
	return file_path(path, "", DATABASE);
}
