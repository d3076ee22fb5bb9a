/*
 * field - read one question of a definition (form.h reads the rest).
 */
#ifndef FIELD_H
#define FIELD_H

#include "form/form.h"

/* What may be said of a field, whatever its kind. */
#define FIELD_KEYS                                                             \
	"id kind label help example optional unknown quoted options instead "  \
	"least most town of role shows prefill past sens shown alert fields "  \
	"reference block "                                                     \
	"add"

/*
 * Read `v` into `*f`, which is already where it will stay: `step` and `within`
 * are set. What it depends on is what `form` holds so far. Mistakes are blamed.
 */
void field_read(struct sheet *s, const struct form *form, struct json v,
    struct form_field *f);

/* What is said once it is answered so; `form` holds the field by now. */
void field_alert(struct sheet *s, const struct form *form, struct json v,
    struct form_field *f);

#endif
