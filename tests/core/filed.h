/*
 * filed - a Fiche P as a foyer fills it in, one answer at least of each class
 * of DOMAINE 2.3, to see who reads what.
 */
#ifndef FILED_H
#define FILED_H

#include "dossier.h"

#include "../form/forms.h"

/* What an educator answers, and completes with what identifies a network. */
static const char *const filed_path[][2] = {
    {"danger", "b_danger=oui"},
    {"lieu",
	"d_lieu=hotel&d_adresse.text=H%C3%B4tel+du+Pont&d_adresse.town=Roncey"
	"&d_vu.date=21%2F11%2F2026&d_vu.time=21%3A00"},
    {"mineur",
	"c_nom=Exemple&c_prenom=Camille&c_naiss.date=2%2F5%2F2010&c_naiss.age="
	"&c_sexe=nsp&c_mna=non&c_contact.type=telephone"
	"&c_contact.text=06+39+98+01+12"},
    {"faits",
	"h_recit=Vu+monter+dans+une+voiture+grise+devant+le+foyer."
	"&h_contexte=professionnel&h_date.date=21%2F11%2F2026"
	"&h_date.time=22%3A10"},
    {"situation",
	"e_domicile.text=&e_domicile.town=Valmont&e_info=pas_encore"
	"&f_scol=inconnu&g_mesure=inconnue"},
    {"envoi",
	"a_tel=01+99+00+12+34&a_cadre=oui&k_parquet=parquet-valmont&k_att=1"},
    {"reseau",
	"reseau.0.type=vehicule&reseau.0.valeur=ab123cd&reseau.0.role="
	"chauffeur&reseau.0.source=vu&reseau.0.note=gris"},
    {"precisions",
	"c_alias.0.nom=Milou&c_vuln=Asthme&h_support=Tablette+remise&h_"
	"paroles="},
};

#define FILED_MEMORY (8u << 20)

/* A payload as the kiosk seals it, of answers given to the form itself. */
static inline const char *
filed_payload(const char *pack, const char *form_id, int version,
    const char *reference)
{
	static uint8_t room[FILED_MEMORY] __attribute__((aligned(16)));
	static char text[64 * 1024];
	struct arena mem;

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json answers = forms_json(&mem, TXT("{}"));
	struct buf sent = buf_new(&mem, FORM_SENT_MOST);
	struct buf normal = buf_new(&mem, FORM_SENT_MOST);
	for (size_t i = 0; i < sizeof(filed_path) / sizeof(filed_path[0]); i++)
		answers = forms_take(&mem, f, filed_path[i][0], answers,
		    filed_path[i][1], NULL);
	OK(answer_sent(f, answers, &sent));
	OK(answer_normal(f, answers, &normal));
	snprintf(text, sizeof(text),
	    "{\"payload\":1,\"form\":\"%s\",\"version\":%d,\"pack\":\"%s\","
	    "\"reference\":\"%s\",\"about\":\"\",\"site\":{\"code\":\"TIL\","
	    "\"name\":\"Foyer Les Tilleuls\",\"kind\":\"foyer\","
	    "\"commune\":\"99001\",\"phone\":\"01 99 00 77 77\","
	    "\"departement\":\"99\"},\"author\":{\"id\":null,\"name\":"
	    "\"Nadia Kessler\",\"duty\":\"éducatrice\",\"role\":\"foyer\","
	    "\"service\":\"Foyer Les Tilleuls\",\"verified\":true},"
	    "\"filed_ms\":1,\"clock\":2,\"urgency\":2,\"parquet\":{"
	    "\"chosen\":\"parquet-valmont\",\"proposed\":\"parquet-roncey\","
	    "\"reason\":\"le mineur s’y trouve\"},\"answers\":%.*s,"
	    "\"normal\":%.*s}",
	    form_id, version, pack, reference, (int)sent.len,
	    (const char *)sent.at, (int)normal.len, (const char *)normal.at);
	TRUE(strlen(text) < sizeof(text) - 1);
	return text;
}

#endif
