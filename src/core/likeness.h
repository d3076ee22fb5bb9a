/*
 * likeness - two dossiers that look like the same minor's.
 *
 * The machine only says that they look alike; the CRIP or the parquet, who
 * read both, say whether they are: the same is an act (fusion), not the same is
 * kept and audited. Nothing is ever merged by itself.
 */
#ifndef LIKENESS_H
#define LIKENESS_H

#include "core/docket.h"

/* Member alike: [{other, why, opened}]; flag has_alike. */
enum err likeness_put(struct request *q, const struct docket *d) CHECKED;

/* ACT: `autre` is not the same minor's. */
enum err likeness_refuse(struct request *q) CHECKED;

#endif
