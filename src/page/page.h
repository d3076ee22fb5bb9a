/*
 * page - a whole page of HTML, from its template and its data.
 *
 * A page is web/page/<name>.html, shown inside web/part/layout.html where that
 * says {{>page}}; any other {{>name}} is web/part/<name>.html. All of them
 * travel in the binary (base/embed.h) and are mustache (page/mustache.h): logic
 * is in the query that made the data, and every text is escaped.
 */
#ifndef PAGE_H
#define PAGE_H

#include "base/buf.h"
#include "page/mustache.h"

/*
 * Append the page to `out`. `data` is the text of a JSON object, which `mem`
 * holds while the page is made. ERR_ABSENT: there is no such page; ERR_MANGLED:
 * the data is not JSON, or a template is wrong; ERR_LIMIT: the page is longer
 * than `out`, or `mem` is full. `*fault`, if not NULL, says what is wrong with
 * a template; its `why` is NULL otherwise.
 */
enum err page_render(struct arena *mem, struct str name, struct str data,
    struct buf *out, struct mustache_fault *fault) CHECKED;

#endif
