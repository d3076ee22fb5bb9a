/*
 * inside - what tests and benches do to a deployment from within, as whoever
 * holds its unlock secret could.
 *
 *   inside read DIR QUERY     the one JSON value of a query, running or not
 *   inside write DIR SQL      one statement
 *   inside people DIR N PHRASE
 *                             N people of a foyer, a000 and so on, who all have
 *                             PHRASE and one verifier, so that knowing one of
 *                             them again is knowing all (keeper/guess.h)
 *   inside whom DIR           the public keys fiches are sealed to: of the
 *                             central, of its safe
 *   inside last DIR 1         in quarantine at a central, the last of all: what
 * is too long to be taken up; 0: it is gone again inside boxes DIR N        N
 * enrolled boxes at a central: for each a line of device, seed of its signing
 * key, next nonce, last sequence and hash of the last envelope
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/encode.h"
#include "cmd/deploy.h"
#include "cmd/owner.h"
#include "core/account.h"
#include "crypto/hpke.h"
#include "crypto/passphrase.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "envelope/enrol.h"
#include "store/query.h"
#include "store/store.h"

static struct deploy deploy;
static struct keyring ring;
static struct store store;

static bool
enter(const char *dir, bool writes)
{
	char path[FILE_PATH];

	if (deploy_open(dir, &deploy) != ERR_OK ||
	    deploy_keyring(&deploy, &ring) != ERR_OK ||
	    owner_become(&deploy, path) != ERR_OK)
		return false;
	return (writes ? store_open(path, ring.key[KEYRING_STORE], &store)
		       : store_open_read(path, ring.key[KEYRING_STORE],
			     &store)) == ERR_OK;
}

static enum err
look(const char *sql)
{
	static uint8_t memory[16u << 20] __attribute__((aligned(16)));
	struct arena mem;
	struct str json;

	arena_open(&mem, memory, sizeof(memory));
	enum err e = query_json(&store, &mem, &json, sql, NONE);
	if (e == ERR_OK)
		printf("%.*s\n", (int)json.len, json.at);
	return e;
}

static enum err
add_people(int n, const char *phrase)
{
	uint8_t room[PASSPHRASE_TYPED];
	struct buf normal = buf_over(room, sizeof(room));
	struct password secret;
	enum err e = passphrase_normal(str_of(phrase), &normal);

	if (e == ERR_OK)
		e = password_set(buf_text(&normal), ring.key[KEYRING_PEPPER],
		    &secret);
	if (e != ERR_OK)
		return e;
	struct tx tx = tx_begin(&store);
	for (int i = 0; i < n; i++) {
		char login[16];

		snprintf(login, sizeof(login), "a%03d", i);
		account_add(&tx,
		    &(struct account_new){.login = str_of(login),
			.name = TXT("Camille Test"),
			.role = TXT("foyer"),
			.service = TXT("Foyer Les Tilleuls"),
			.duty = TXT("veille"),
			.secret = &secret},
		    clock_now());
	}
	return tx_end(&tx);
}

static void
tell(const uint8_t *at, size_t len, char end)
{
	for (size_t i = 0; i < len; i++)
		printf("%02x", at[i]);
	putchar(end);
}

static enum err
add_boxes(int n)
{
	static const char sql[] =
	    "INSERT INTO box (device, site, name, kind, sign, spool_sign,"
	    " checkpoint, state, asked_ms, nonce)"
	    " VALUES (?, ?, 'Foyer fictif', 'foyer', ?, ?, ?, 1, ?, ?)";
	struct tx tx = tx_begin(&store);

	for (int i = 0; i < n; i++) {
		uint8_t seed[SIGN_SEED], key[SIGN_KEY], open[SIGN_PUBLIC],
		    nonce[16];
		struct ident device;
		char site[16], text[2 * sizeof(nonce)];
		struct buf hex = buf_over(text, sizeof(text));

		snprintf(site, sizeof(site), "X%05d", i);
		ident_random(nonce, sizeof(nonce));
		sign_make(seed);
		sign_key(seed, key, open);
		enrol_device(open, &device);
		encode_hex(&hex, BYTES_OF(nonce));
		tx_run(&tx, sql, BLOB(BYTES_OF(device.at)), TEXT(str_of(site)),
		    BLOB(BYTES_OF(open)), BLOB(BYTES_OF(open)),
		    BLOB(BYTES_OF(open)), INT(clock_now()),
		    TEXT(buf_text(&hex)));
		tell(device.at, sizeof(device.at), ' ');
		tell(seed, sizeof(seed), ' ');
		tell(nonce, sizeof(nonce), ' ');
		printf("0 %064d\n", 0);
	}
	return tx_end(&tx);
}

static enum err
write_in(const char *sql)
{
	struct tx tx = tx_begin(&store);

	tx_run(&tx, sql, NONE);
	return tx_end(&tx);
}

/* In quarantine, the last of them and longer than anything that came; or gone
 * again. What goes through all of them fails there. */
static enum err
stand_last(bool there)
{
	static uint8_t whole[(1u << 20) + 1];
	uint8_t last[32];
	struct tx tx = tx_begin(&store);

	memset(last, 0xff, sizeof(last));
	if (there)
		tx_run(&tx,
		    "INSERT INTO intake(id, device, incarnation, seq, sha256,"
		    " received_ms, state, why, leaf, signed, bytes)"
		    " VALUES (?1, ?1, 0, 0, ?2, ?3, 2, 'unreadable', 0, 0, ?4)",
		    BLOB(((struct bytes){last, 16})), BLOB(BYTES_OF(last)),
		    INT(clock_now()), BLOB(BYTES_OF(whole)));
	else
		tx_run(&tx, "DELETE FROM intake WHERE sha256 = ?",
		    BLOB(BYTES_OF(last)));
	return tx_end(&tx);
}

static void
tell_whom(void)
{
	uint8_t open[HPKE_KEY];

	hpke_public(ring.key[KEYRING_INTAKE], open);
	tell(open, sizeof(open), ' ');
	tell(ring.key[KEYRING_RECOVERY], HPKE_KEY, '\n');
}

int
main(int argc, char **argv)
{
	struct str verb = argc > 2 ? str_of(argv[1]) : TXT("");
	bool whom = str_eq(verb, TXT("whom")) && argc == 3;
	bool reads = str_eq(verb, TXT("read")) && argc == 4;
	bool writes = str_eq(verb, TXT("write")) && argc == 4;
	bool people = str_eq(verb, TXT("people")) && argc == 5;
	bool boxes = str_eq(verb, TXT("boxes")) && argc == 4;
	bool last = str_eq(verb, TXT("last")) && argc == 4;
	enum err e = ERR_OK;

	if (!reads && !writes && !people && !boxes && !whom && !last)
		return 64;
	secret_start();
	if (!enter(argv[2], writes || people || boxes || last))
		return 1;
	if (reads)
		e = look(argv[3]);
	else if (writes)
		e = write_in(argv[3]);
	else if (people)
		e = add_people(atoi(argv[3]), argv[4]);
	else if (boxes)
		e = add_boxes(atoi(argv[3]));
	else if (last)
		e = stand_last(atoi(argv[3]) > 0);
	else
		tell_whom();
	store_close(&store);
	keyring_wipe(&ring);
	if (e != ERR_OK)
		fprintf(stderr, "inside: %s\n", err_name(e));
	return e != ERR_OK;
}
