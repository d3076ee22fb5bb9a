/*
 * `fichep tls`: the certificate that browsers and boxes see.
 *
 *     show  --dir DIR                  what it is, and the hash of its key
 *     csr   --dir DIR [--host NAME]... a request for an authority, on stdout
 *     renew --dir DIR [--host NAME]... another one of our own, same key
 */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/encode.h"
#include "cmd/cmd.h"
#include "cmd/deploy.h"
#include "tls/tls_cert.h"
#include "tls/tls_chain.h"

#define SOON                                                                   \
	30 /* days before its end when a certificate is complained about       \
	    */

struct words {
	const char *dir;
	struct str host[TLS_CERT_NAMES_MOST];
	struct tls_cert_names names;
};

static bool
take_words(int argc, char **argv, struct words *w)
{
	*w = (struct words){.names.at = w->host};
	for (int i = 2; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--dir") == 0)
			w->dir = argv[i + 1];
		else if (strcmp(argv[i], "--host") == 0 &&
		    w->names.count < TLS_CERT_NAMES_MOST)
			w->host[w->names.count++] = str_of(argv[i + 1]);
		else
			return false;
	return argc % 2 == 0 && w->dir;
}

/* The setting `host`, and what this machine calls itself. */
static struct tls_cert_names
usual(const struct deploy *d, struct str room[4])
{
	static const struct str own[] = {{"localhost", 9}, {"127.0.0.1", 9},
	    {"::1", 3}};
	struct tls_cert_names n = {room, 0};

	room[n.count++] = d->setting.text[SETTING_host];
	for (size_t i = 0; i < 3; i++)
		if (!str_eq_nocase(own[i], room[0]))
			room[n.count++] = own[i];
	return n;
}

static void
say_bad_name(void)
{
	deploy_say("un des noms n’est ni un nom de machine ni une adresse IP : "
		   "corrigez « host » dans fichep.conf, ou --host.");
}

/*
 * Another certificate of our own for the keyring's key, put in tls/chain.pem;
 * without names, for the setting `host` and what loopback is called.
 */
static enum err
make_own(const struct deploy *d, const struct keyring *ring,
    struct tls_cert_names names)
{
	uint8_t der_room[TLS_CERT_MOST], pem_room[TLS_CERT_PEM_MOST];
	struct buf der = buf_over(der_room, sizeof(der_room));
	struct buf pem = buf_over(pem_room, sizeof(pem_room));
	char folder[FILE_PATH], path[FILE_PATH];
	struct str room[4];

	if (names.count == 0)
		names = usual(d, room);
	enum err e =
	    tls_cert_make(ring->key[KEYRING_TLS], names, clock_now(), &der);
	if (e == ERR_INPUT)
		say_bad_name();
	if (e != ERR_OK)
		return e;
	tls_cert_pem(TLS_CERT_LABEL, buf_done(&der), &pem);
	e = buf_err(&pem);
	if (e == ERR_OK)
		e = file_path(folder, d->dir, TXT("tls"));
	if (e == ERR_OK)
		e = file_path(path, d->dir, TXT("tls/chain.pem"));
	if (e == ERR_OK)
		e = file_folder(folder);
	if (e == ERR_OK)
		e = file_write(path, buf_done(&pem), 0644);
	if (e != ERR_OK)
		deploy_say("le certificat ne peut être écrit dans %s/tls.",
		    d->dir);
	return e;
}

static int
renew(const struct deploy *d, const struct keyring *ring,
    struct tls_cert_names names)
{
	if (make_own(d, ring, names) != ERR_OK)
		return CMD_FAILED;
	fprintf(stderr,
	    "Nouveau certificat dans %s/tls/chain.pem, pour la même clé : les "
	    "boîtiers n’ont rien à changer. Redémarrez le service pour qu’il "
	    "soit présenté.\n",
	    d->dir);
	return 0;
}

static int
request(const struct deploy *d, const struct keyring *ring,
    struct tls_cert_names names)
{
	uint8_t der_room[TLS_CERT_MOST], pem_room[TLS_CERT_PEM_MOST];
	struct buf der = buf_over(der_room, sizeof(der_room));
	struct buf pem = buf_over(pem_room, sizeof(pem_room));

	if (names.count == 0) /* no authority certifies loopback */
		names =
		    (struct tls_cert_names){&d->setting.text[SETTING_host], 1};
	enum err e = tls_cert_request(ring->key[KEYRING_TLS], names, &der);
	if (e == ERR_INPUT)
		say_bad_name();
	if (e != ERR_OK)
		return CMD_FAILED;
	tls_cert_pem(TLS_CERT_REQUEST_LABEL, buf_done(&der), &pem);
	if (buf_err(&pem) != ERR_OK ||
	    fwrite(pem.at, 1, pem.len, stdout) != pem.len)
		return CMD_FAILED;
	fprintf(stderr,
	    "Faites signer cette demande, puis mettez le certificat reçu, "
	    "suivi de ceux de l’autorité, dans %s/tls/chain.pem et redémarrez "
	    "le service.\n",
	    d->dir);
	return 0;
}

static void
print_day(const char *what, int64_t ms)
{
	time_t seconds = (time_t)(ms / CLOCK_SECOND);
	char text[32] = "?";
	struct tm day;

	if (gmtime_r(&seconds, &day))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &day);
	printf("%s%s\n", what, text);
}

static int
show(const struct deploy *d)
{
	static struct tls_chain chain;
	static uint8_t file[TLS_CHAIN_PEM_MOST];
	struct buf pem = buf_over(file, sizeof(file));
	uint8_t pin[TLS_PIN_LEN], text[2 * TLS_PIN_LEN];
	struct buf hex = buf_over(text, sizeof(text));
	char path[FILE_PATH];
	int64_t now = clock_now();

	if (file_path(path, d->dir, TXT("tls/chain.pem")) != ERR_OK ||
	    file_read(path, &pem) != ERR_OK ||
	    tls_chain_read(buf_text(&pem), &chain) != ERR_OK) {
		deploy_say("%s/tls/chain.pem manque ou ne se lit pas : il faut "
			   "des certificats au format PEM et rien d’autre, le "
			   "nôtre (clé P-256) en premier. « fichep tls renew » "
			   "en fait un.",
		    d->dir);
		return CMD_FAILED;
	}
	tls_pin_of(chain.point, pin);
	encode_hex(&hex, BYTES_OF(pin));
	printf("fichier             %s\n", path);
	printf("certificats         %zu\n", chain.count);
	print_day("valable à partir du ", chain.from);
	print_day("valable jusqu’au    ", chain.until);
	printf("empreinte de la clé %.*s\n", (int)hex.len,
	    (const char *)hex.at);
	if (now < chain.from)
		deploy_say("il n’est pas encore valable. Vérifiez l’heure de "
			   "cette machine.");
	else if (now > chain.until)
		deploy_say("il n’est plus valable. « fichep tls renew » en "
			   "fait un autre.");
	else if (now > chain.until - SOON * CLOCK_DAY)
		deploy_say("il expire dans moins de %d jours. « fichep tls "
			   "renew » en fait un autre.",
		    SOON);
	return 0;
}

int
tls_main(int argc, char **argv)
{
	static struct deploy d;
	struct keyring ring;
	struct words w;

	if (argc < 2 || !take_words(argc, argv, &w))
		return cmd_usage("tls");
	struct str word = str_of(argv[1]);
	bool showing = str_eq(word, TXT("show")),
	     asking = str_eq(word, TXT("csr"));
	if (!showing && !asking && !str_eq(word, TXT("renew")))
		return cmd_usage("tls");
	if (deploy_open(w.dir, &d) != ERR_OK)
		return CMD_FAILED;
	if (showing)
		return w.names.count == 0 ? show(&d) : cmd_usage("tls");
	if (deploy_keyring(&d, &ring) != ERR_OK)
		return CMD_FAILED;
	int status =
	    asking ? request(&d, &ring, w.names) : renew(&d, &ring, w.names);
	keyring_wipe(&ring);
	return status;
}
