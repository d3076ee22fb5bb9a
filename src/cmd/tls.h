/*
 * tls - the certificate of a deployment, for the commands that make one.
 */
#ifndef CMD_TLS_H
#define CMD_TLS_H

#include "cmd/deploy.h"
#include "tls/tls_cert.h"

/*
 * Make our own certificate for the keyring's key and put it in tls/chain.pem,
 * for `names` or, if there are none, for the setting `host` and what loopback
 * is called. Says what is wrong.
 */
enum err tls_make_own(const struct deploy *d, const struct keyring *ring,
    struct tls_cert_names names) CHECKED;

#endif
