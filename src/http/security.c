#include "http/security.h"

/* Put together by the compiler: nothing is assembled for each answer. */
static const char lines[] =
#define SECURITY(name, value) name ": " value "\r\n"
#include "http/security.def"
#undef SECURITY
    ;

_Static_assert(sizeof(lines) + 64 <= SECURITY_MOST,
    "security.h keeps its word");

void
security_write(struct buf *to, enum security_kept kept)
{
	buf_str(to, (struct str){lines, sizeof(lines) - 1});
	buf_str(to, TXT("Cache-Control: "));
	buf_str(to,
	    kept == SECURITY_ASSET ? TXT("private, no-cache\r\n")
				   : TXT("no-store\r\n"));
}
