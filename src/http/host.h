/*
 * host - the value of a Host field (RFC 9110, 7.2).
 */
#ifndef HOST_H
#define HOST_H

#include "base/str.h"

/*
 * A name, an IPv4 address or a bracketed IPv6 address, then perhaps a colon
 * and a port of 1 to 65535. A name is made of labels of letters, digits and
 * inner hyphens; it does not end in a dot. Of an address only the form is
 * looked at: whether it is ours is for core to say.
 */
bool host_sound(struct str host);

#endif
