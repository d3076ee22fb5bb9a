#include "core/handover.h"

#include <poll.h>

#include "crypto/secret.h"

static bool
take_keys(const struct keys_told *m, struct core_keys *keys)
{
	if (m->store.len != sizeof(keys->store) ||
	    m->checkpoint.len != sizeof(keys->checkpoint) ||
	    m->auditor.len != sizeof(keys->auditor) ||
	    m->device.len != sizeof(keys->device))
		return false;
	/* All three at a central, none at a box. */
	if (m->intake.len + m->recovery.len + m->pin.len > 0 &&
	    (m->intake.len != sizeof(keys->intake) ||
		m->recovery.len != sizeof(keys->recovery) ||
		m->pin.len != sizeof(keys->pin)))
		return false;
	memcpy(keys->store, m->store.at, m->store.len);
	memcpy(keys->checkpoint, m->checkpoint.at, m->checkpoint.len);
	memcpy(keys->auditor, m->auditor.at, m->auditor.len);
	memcpy(keys->device, m->device.at, m->device.len);
	memset(keys->intake, 0, sizeof(keys->intake));
	memset(keys->recovery, 0, sizeof(keys->recovery));
	memset(keys->pin, 0, sizeof(keys->pin));
	if (m->intake.len > 0) {
		memcpy(keys->intake, m->intake.at, m->intake.len);
		memcpy(keys->recovery, m->recovery.at, m->recovery.len);
		memcpy(keys->pin, m->pin.at, m->pin.len);
	}
	return true;
}

enum err
handover_keys(struct role *r, struct core_keys *keys)
{
	uint8_t in[CHAN_HEAD + 1 * KIB], out[64];
	const struct chan *keeper = &r->chan[KEEPER][0];
	bool asked = false, gone = false;

	for (;;) {
		struct buf ask = buf_over(out, sizeof(out));
		struct buf room = buf_over(in, sizeof(in));
		struct pollfd p[] = {{r->control, POLLIN, 0},
		    {gone ? -1 : keeper->fd, POLLIN, 0}};
		enum ipc kind;
		struct bytes payload;
		struct keys_told m;
		enum peer who;

		msg_put_keys_ask(&ask, &(struct keys_ask){1});
		if (!asked && !gone)
			asked = chan_send(keeper, IPC_keys_ask, &ask) == ERR_OK;
		if (poll(p, 2, asked || gone ? -1 : 100) < 0)
			continue;
		if (p[0].revents != 0) {
			enum err e = role_rewire(r, &who);
			if (e == ERR_ABSENT)
				return e;
			if (e == ERR_OK && who == KEEPER)
				asked = gone = false;
		}
		if (p[1].revents == 0)
			continue;
		enum err e = chan_recv(keeper, &room, 0, &kind, &payload);
		if (e == ERR_ABSENT)
			gone = true;
		bool told = e == ERR_OK && kind == IPC_keys_told &&
		    msg_get_keys_told(payload, &m) == ERR_OK &&
		    take_keys(&m, keys);
		secret_wipe(in, sizeof(in));
		if (told)
			return ERR_OK;
	}
}
