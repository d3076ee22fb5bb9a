#include "keeper/oath.h"

#include "envelope/envelope.h"

bool
oath_checkpoint(struct oath *o, struct bytes message)
{
	struct str name = {o->name, o->name_len};
	struct checkpoint c;

	if (checkpoint_read(str_from(message), &c) != ERR_OK || c.size == 0 ||
	    c.extensions.len > 0)
		return false;
	if (o->size > 0 &&
	    (!str_eq(c.origin, name) || c.size < o->size ||
		(c.size == o->size && !merkle_eq(c.root, o->root))))
		return false;
	memcpy(o->name, c.origin.at, c.origin.len);
	o->name_len = c.origin.len;
	o->size = c.size;
	o->root = c.root;
	return true;
}

bool
oath_envelope(struct bytes message)
{
	struct str purpose = TXT(ENVELOPE_PURPOSE);

	/* Its final zero is part of it: nothing longer begins like it. */
	return message.len == ENVELOPE_MESSAGE &&
	    memcmp(message.at, purpose.at, purpose.len + 1) == 0;
}
