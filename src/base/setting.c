#include "base/setting.h"

/* Who is handed a row is settled by proc (rights.h); not here. */
const struct setting_row setting_table[SETTING_COUNT] = {
#define SETTING(name, kind, fallback, least, most, roles, help)                \
	{#name, SETTING_##kind, fallback, least, most, help},
#include "base/setting.def"
#undef SETTING
};

struct setting_set
setting_defaults(void)
{
	struct setting_set set = {0};

	for (size_t i = 0; i < SETTING_COUNT; i++)
		set.text[i] = str_of(setting_table[i].fallback);
	return set;
}

/* Text without a control character, such as the CR of a DOS file. */
static bool
plain(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((uint8_t)value.at[i] < 0x20 || value.at[i] == 0x7f)
			return false;
	return str_utf8(value);
}

static const char *
fault(const struct setting_row *row, struct str value)
{
	uint64_t n;

	switch (row->kind) {
	case SETTING_NUMBER:
		if (!str_number(value, row->most, &n) || n < row->least)
			return "ce nombre n’est pas dans les bornes permises";
		return NULL;
	case SETTING_FLAG:
		if (!str_eq(value, TXT("yes")) && !str_eq(value, TXT("no")))
			return "répondez yes ou no";
		return NULL;
	case SETTING_TEXT:
		if (value.len < row->least || value.len > row->most ||
		    !plain(value))
			return "ce texte est trop court, trop long ou "
			       "illisible";
		return NULL;
	}
	return "genre de réglage inconnu";
}

enum err
setting_put(struct setting_set *set, struct str name, struct str value,
    const char **why)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		if (!str_eq(name, str_of(setting_table[i].name)))
			continue;
		if (set->given[i]) {
			*why = "ce réglage est donné deux fois";
			return ERR_INPUT;
		}
		const char *wrong = fault(&setting_table[i], value);
		if (wrong) {
			*why = wrong;
			return ERR_INPUT;
		}
		set->text[i] = value;
		set->given[i] = true;
		return ERR_OK;
	}
	*why = "ce réglage n’existe pas";
	return ERR_INPUT;
}

enum err
setting_read(struct str file, struct setting_set *set, size_t *line,
    const char **why)
{
	struct setting_set next = *set;
	size_t number = 0;

	while (file.len > 0) {
		struct str text = str_trim(str_cut(&file, '\n'));
		number++;
		if (text.len == 0 || text.at[0] == '#')
			continue;

		size_t equal = str_find(text, '=', 0);
		struct str name = str_trim(str_part(text, 0, equal));
		struct str value =
		    str_trim(str_part(text, equal + 1, SIZE_MAX));
		*line = number;
		if (equal == text.len) {
			*why = "il manque le signe =";
			return ERR_INPUT;
		}
		enum err e = setting_put(&next, name, value, why);
		if (e != ERR_OK)
			return e;
	}
	*set = next;
	return ERR_OK;
}

uint64_t
setting_number(const struct setting_set *set, enum setting which)
{
	const struct setting_row *row = &setting_table[which];
	uint64_t n = 0;

	must(row->kind != SETTING_TEXT);
	if (row->kind == SETTING_FLAG)
		return str_eq(set->text[which], TXT("yes"));
	must(str_number(set->text[which], row->most, &n));
	return n;
}
