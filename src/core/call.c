#include "core/call.h"

#include "core/core.h"

/* Of the commune's parquet; or of the only one there is. */
static const struct directory_service *
parquet_of(const struct core *c)
{
	const struct directory *d = &c->pack.directory;
	const struct directory_commune *here =
	    directory_commune_of(d, c->site.here.commune);
	const struct directory_service *only = NULL;

	if (here && here->parquet)
		return here->parquet;
	for (size_t i = 0; i < d->count; i++) {
		if (!str_eq(d->services[i].role, TXT("parquet")))
			continue;
		if (only)
			return NULL;
		only = &d->services[i];
	}
	return only;
}

void
call_put(struct request *q)
{
	char room[32];
	struct buf tel = buf_over(room, sizeof(room));
	const struct directory_service *s =
	    q->core->role->central ? NULL : parquet_of(q->core);
	struct str shown = !s  ? TXT("")
	    : s->night.len > 0 ? s->night
			       : s->phone;

	for (size_t i = 0; i < shown.len; i++)
		if ((shown.at[i] >= '0' && shown.at[i] <= '9') ||
		    shown.at[i] == '+')
			buf_u8(&tel, (uint8_t)shown.at[i]);
	if (tel.len == 0 || buf_err(&tel) != ERR_OK)
		return;
	request_open(q, "permanence");
	request_text(q, "tel", buf_text(&tel));
	request_text(q, "shown", shown);
	request_text(q, "name", s->name);
	request_close(q);
}
