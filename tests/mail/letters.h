/*
 * letters - a fiche of the demo as it was sealed, and its letter, for tests.
 * People and places are invented; what is told is sober.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "../form/forms.h"
#include "mail/letter.h"
#include "mail/plain.h"

#define LETTERS_NOW INT64_C(1795316100000) /* 22 November 2026, 03:15 Paris */

#define LETTERS_FICHE                                                           \
	"{\"payload\":1,\"form\":\"fiche_p\",\"version\":1,\"pack\":\"demo\","  \
	"\"reference\":\"P-99-TIL-2026-12-K\",\"about\":\"\","                  \
	"\"site\":{\"code\":\"TIL\",\"name\":\"Foyer des Tilleuls\","           \
	"\"kind\":\"foyer\",\"commune\":\"99001\","                             \
	"\"phone\":\"01 99 00 12 34\",\"departement\":\"99\"},"                 \
	"\"author\":{\"name\":\"Nadia Kessler\","                               \
	"\"duty\":\"éducatrice spécialisée\",\"phone\":\"01 99 00 12 35\","  \
	"\"service\":\"Équipe de nuit\",\"verified\":true},"                   \
	"\"filed_ms\":1795313400000,\"clock\":2,\"urgency\":2,"                 \
	"\"parquet\":{\"chosen\":\"parquet-valmont\","                          \
	"\"proposed\":\"parquet-valmont\",\"reason\":\"\"},"                    \
	"\"answers\":{\"b_danger\":\"oui\",\"b_appels\":[\"17\"],"              \
	"\"d_lieu\":\"fugue\","                                                 \
	"\"d_vu\":{\"at\":\"2026-11-21T21:10\",\"ms\":1795291800000},"          \
	"\"d_fugue\":\"oui\",\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","   \
	"\"c_naiss\":{\"date\":\"2010-05-02\"},\"c_sexe\":\"f\","               \
	"\"c_mna\":\"non\","                                                    \
	"\"c_contact\":{\"type\":\"telephone\",\"text\":\"06 39 98 01 12\"},"   \
	"\"c_signal\":\"1 m 65, cheveux bruns, blouson bleu\","                 \
	"\"h_recit\":\"Vu : montée dans une voiture grise à 21 h devant "     \
	"le foyer.\\nRapporté par un autre jeune : une chambre d’hôtel à " \
	"Roncey.\",\"h_contexte\":\"pair\","                                    \
	"\"h_date\":{\"at\":\"2026-11-22T02:20\",\"ms\":1795310400000},"        \
	"\"h_signes\":[\"SG06\",\"SG01\"],"                                     \
	"\"h_paroles\":\"Je ne peux pas refuser, sinon il vient au foyer.\","   \
	"\"e_domicile\":{\"text\":\"12 rue des Acacias\","                      \
	"\"town\":\"Valmont\",\"commune\":\"99001\"},"                          \
	"\"e_info\":\"pas_encore\",\"f_scol\":\"scolarise\","                   \
	"\"f_lieu\":\"Collège des Sources, Valmont\","                         \
	"\"g_mesure\":\"administrative\",\"g_type\":\"aed\","                   \
	"\"reseau\":[{\"type\":\"vehicule\",\"valeur\":\"AA-1?3-AA\","          \
	"\"role\":\"chauffeur\",\"source\":\"vu\","                             \
	"\"note\":\"Berline grise\"},"                                          \
	"{\"type\":\"pseudo\",\"valeur\":\"le_grand_93\","                      \
	"\"role\":\"petit_ami\",\"source\":\"rapporte\"}],"                     \
	"\"a_tel\":\"01 99 00 12 35\",\"a_cadre\":\"oui\","                     \
	"\"k_parquet\":\"parquet-valmont\",\"k_att\":true},"                    \
	"\"normal\":[{\"field\":\"reseau.0.valeur\",\"kind\":\"plate\","        \
	"\"value\":\"AA1?3AA\"}]}"

/* The rule R1 as a pack has it. */
static inline const struct rules_letter *
letters_rule(void)
{
	static struct rules_letter rule;

	rule = (struct rules_letter){.id = TXT("R1"),
	    .title = TXT("Signalement"),
	    .subject = TXT("signalement mineur en situation de prostitution"),
	    .version = 1,
	    .text = TXT("Le service {service} reçoit ce signalement, "
			"référence {reference}.\nLa CRIP est en copie."),
	    .shows = RULES_ACT,
	    .pdf = true};
	return &rule;
}

static inline struct letter_what
letters_what(const struct pack *pack, const struct letter_act *acts,
    size_t count)
{
	return (struct letter_what){.pack = pack,
	    .rule = letters_rule(),
	    .reference = TXT("P-99-TIL-2026-12-K"),
	    .from = TXT("Service départemental de Valmont"),
	    .to = TXT("Parquet de Valmont"),
	    .desk = TXT("https://fichep.example"),
	    .acts = acts,
	    .count = count,
	    .network = true,
	    .author = true,
	    .now = LETTERS_NOW};
}

static inline struct str
letters_text(struct arena *mem, const struct letter *l)
{
	struct buf b = buf_new(mem, 512u << 10);

	plain_write(l, &b);
	OK(buf_err(&b));
	return buf_text(&b);
}

/* What someone else's program makes of a PDF, as text. */
static inline struct str
letters_read(struct arena *mem, const char *program, struct bytes pdf)
{
	char path[] = "/tmp/fichep-pdf-XXXXXX", line[200];
	struct buf text = buf_new(mem, 256u << 10);
	int fd = mkstemp(path);
	uint8_t part[4096];
	size_t got;

	TRUE(fd >= 0 && write(fd, pdf.at, pdf.len) == (ssize_t)pdf.len);
	close(fd);
	snprintf(line, sizeof(line), "%s %s%s", program, path,
	    strstr(program, "totext") ? " -" : "");
	FILE *out = popen(line, "r");
	TRUE(out != NULL);
	while ((got = fread(part, 1, sizeof(part), out)) > 0)
		buf_bytes(&text, (struct bytes){part, got});
	EQ(pclose(out), 0);
	unlink(path);
	OK(buf_err(&text));
	return buf_text(&text);
}

static inline bool
letters_has(struct str text, struct str part)
{
	return part.len > 0 &&
	    memmem(text.at, text.len, part.at, part.len) != NULL;
}

#endif
