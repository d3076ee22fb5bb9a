/*
 * file - the few files a deployment is made of, read and written whole.
 *
 * For commands that run before or beside the roles; no role opens a file by
 * name. A path is zero-ended, as the operating system wants it.
 */
#ifndef FILE_H
#define FILE_H

#include "base/buf.h"

#define FILE_PATH 4096 /* bytes of a path, its zero included */

/*
 * `dir`/`name` into `path`, or `name` alone if it is absolute. ERR_LIMIT when
 * it is too long.
 */
enum err file_path(char path[FILE_PATH], const char *dir,
    struct str name) CHECKED;

/*
 * Append the whole file. ERR_ABSENT: there is none; ERR_LIMIT: longer than the
 * room left in `to`; ERR_STORE: it could not be read.
 */
enum err file_read(const char *path, struct buf *to) CHECKED;

/*
 * Put `body` under that name, whole or not at all: a temporary name, fsync,
 * rename, fsync of the folder. ERR_STORE if any of it failed.
 */
enum err file_write(const char *path, struct bytes body, unsigned mode) CHECKED;

/* A folder of mode 0700 unless it is there. ERR_STORE if it cannot be. */
enum err file_folder(const char *path) CHECKED;

#endif
