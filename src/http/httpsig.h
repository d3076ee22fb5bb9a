/*
 * httpsig - what is signed of a synchronisation, and how the signature travels.
 *
 * One profile of RFC 9421, without a choice: the label is "sig", the algorithm
 * Ed25519, the parameters are keyid and alg in this order, and the components
 * are, in this order,
 *
 *   of a request: @method @path content-digest content-length content-type
 *                 sync-device sync-nonce
 *   of an answer: @status content-digest content-length content-type, and the
 *                 signature of the request it answers ("signature";key="sig";
 *                 req), so that an answer cannot be given to another question
 *
 * There is no clock in it: the nonce of the central makes a request fresh, the
 * bound signature an answer. A target with a query is not covered: refuse it.
 *
 * This is text only. Whoever holds the key signs the base (crypto/sign.h).
 * Whoever verifies reads the keyid, makes the base from what was received, not
 * from what was announced, verifies, and checks the digest against the body.
 */
#ifndef HTTPSIG_H
#define HTTPSIG_H

#include "base/buf.h"

#define HTTPSIG_LEN        64   /* bytes of a signature */
#define HTTPSIG_KEYID_MOST 64   /* bytes, of [a-z0-9-] */
#define HTTPSIG_VALUE_MOST 256  /* bytes of any one component's value */
#define HTTPSIG_BASE_MOST  3072 /* bytes of the longest base */
#define HTTPSIG_INPUT_MOST 320  /* bytes of the longest Signature-Input */

enum httpsig_side { HTTPSIG_REQUEST, HTTPSIG_ANSWER };

struct httpsig_request {
	struct str method, path;
	struct str digest; /* the value of Content-Digest */
	uint64_t length;   /* bytes of the body */
	struct str type, device, nonce;
};

struct httpsig_answer {
	int status;
	struct str digest;
	uint64_t length;
	struct str type;
	const uint8_t *request; /* HTTPSIG_LEN bytes: the request's signature */
};

/*
 * Append the signature base (RFC 9421, 2.5). `to` remembers ERR_MANGLED if a
 * value is empty, longer than HTTPSIG_VALUE_MOST, begins or ends with a space,
 * or holds anything but printable ASCII; or if `keyid` is not one.
 */
void httpsig_request_base(struct buf *to, const struct httpsig_request *r,
    struct str keyid);
void httpsig_answer_base(struct buf *to, const struct httpsig_answer *a,
    struct str keyid);

/* Append the values of Signature-Input and Signature. */
void httpsig_input_write(struct buf *to, enum httpsig_side side,
    struct str keyid);
void httpsig_signature_write(struct buf *to,
    const uint8_t signature[HTTPSIG_LEN]);

/*
 * Read them back. ERR_MANGLED for anything the two above would not write: other
 * components or another order, another label, parameter or algorithm, a second
 * signature. `*keyid` is borrowed from `value`.
 */
enum err httpsig_input_read(struct str value, enum httpsig_side side,
    struct str *keyid) CHECKED;
enum err httpsig_signature_read(struct str value,
    uint8_t signature[HTTPSIG_LEN]) CHECKED;

/*
 * The general rule the profile rests on: one line per component, then the
 * parameters as they stand in Signature-Input after the label and its '='.
 * Here the name is written as it is identified, quotes and parameters included.
 */
struct httpsig_component {
	struct str name, value;
};
void httpsig_base(struct buf *to, const struct httpsig_component *covered,
    size_t count, struct str parameters);

#endif
