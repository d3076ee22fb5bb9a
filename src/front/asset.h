/*
 * asset - the files a browser may have without asking anyone.
 *
 * What lies under web/static is in the binary. Each has a strong tag made of
 * its content (RFC 9110, 8.8.3), so a browser that has it is told so; nothing
 * else is ever served by name.
 */
#ifndef ASSET_H
#define ASSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define ASSET_ROOT  "/static/"
#define ASSET_TAG   34 /* bytes: 32 hexadecimal digits between quotes */
#define ASSET_PLACE 64 /* assets at most */

struct asset {
	struct str path; /* "/static/fichep.css" */
	struct str type; /* "text/css; charset=utf-8" */
	struct bytes body;
	char tag[ASSET_TAG];
};

struct asset_list {
	struct asset *at;
	size_t count;
};

/* Tag what is embedded; ERR_LIMIT when `mem` is full. */
enum err asset_open(struct asset_list *list, struct arena *mem) CHECKED;

/* NULL when there is none of that path. */
const struct asset *asset_find(const struct asset_list *list, struct str path);

/* Does an If-None-Match field (RFC 9110, 13.1.2) name this asset? */
bool asset_known(const struct asset *a, struct str if_none_match);

#endif
