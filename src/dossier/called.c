#include "dossier/called.h"

#include "base/buf.h"
#include "dossier/sql.h"

#define ONE_MOST 512 /* bytes of a name in one word */

void
called_add(struct tx *tx, int64_t act, struct str name)
{
	for (int i = 0; i < CALLED_WORDS && name.len > 0; i++) {
		char room[ONE_MOST];
		struct buf one = buf_over(room, sizeof(room));

		for (size_t k = 0; k < name.len && one.len < ONE_MOST; k++)
			if (name.at[k] != ' ')
				buf_u8(&one, (uint8_t)name.at[k]);
		tx_run(tx, SQL_CALLED_ADD, INT(act), TEXT(buf_text(&one)));
		(void)str_cut(&name, ' ');
	}
}
