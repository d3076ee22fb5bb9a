#include "dossier/delivery.h"

struct str
delivery_words(int64_t state)
{
	switch (state) {
	case DELIVERY_HELD:
		return TXT("En attente : la convention n’envoie pas encore");
	case DELIVERY_DUE:
		return TXT("À envoyer");
	case DELIVERY_LEAVING:
		return TXT("En cours d’envoi");
	case DELIVERY_DOUBTFUL:
		return TXT("Incertain : vérifiez auprès du destinataire");
	case DELIVERY_ACCEPTED:
		return TXT("Acceptée par le relais");
	case DELIVERY_REFUSED:
		return TXT("Refusée");
	case DELIVERY_SHOWN:
		return TXT("Sur le portail, pas encore lue");
	case DELIVERY_READ:
		return TXT("Lue sur le portail");
	case DELIVERY_MANUAL:
		return TXT("À déposer à la main");
	case DELIVERY_CONFIRMED:
		return TXT("Confirmée");
	case DELIVERY_DROPPED:
		return TXT("Remplacée");
	case DELIVERY_HANDED:
		return TXT("Remise autrement");
	case DELIVERY_STOPPED:
		return TXT("Arrêtée : ce service était nommé par erreur");
	default:
		return TXT("");
	}
}

static const char *const modes[] = {
    [DELIVERY_FULL] = "courriel_complet",
    [DELIVERY_NOTICE] = "courriel_avis",
    [DELIVERY_PLEX] = "plex_manuel",
    [DELIVERY_PORTAL] = "portail",
    [DELIVERY_BOX] = "boitier",
};

bool
delivery_mode_read(struct str word, enum delivery_mode *mode)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (str_eq(word, str_of(modes[i]))) {
			*mode = (enum delivery_mode)i;
			return true;
		}
	return false;
}

struct str
delivery_mode_word(enum delivery_mode mode)
{
	return str_of(modes[mode]);
}

static const struct delivery_hand hands[] = {
    {"papier", "en main propre, sur papier", true},
    {"autre", "en entier, par un autre moyen", true},
    {"telephone", "par téléphone", false},
};

const struct delivery_hand *
delivery_hand_of(struct str word)
{
	for (size_t i = 0; i < sizeof(hands) / sizeof(*hands); i++)
		if (str_eq(word, str_of(hands[i].word)))
			return &hands[i];
	return NULL;
}

bool
delivery_handable(int64_t state, struct str word, bool called)
{
	enum delivery_mode mode;

	if (!delivery_mode_read(word, &mode) || mode == DELIVERY_BOX)
		return false;
	switch (state) {
	case DELIVERY_HELD:
	case DELIVERY_DUE:
	case DELIVERY_DOUBTFUL:
	case DELIVERY_REFUSED:
	case DELIVERY_SHOWN:
	case DELIVERY_MANUAL:
		return true;
	case DELIVERY_ACCEPTED:
	case DELIVERY_CONFIRMED: /* nobody may have read what it announces */
		return mode == DELIVERY_NOTICE;
	case DELIVERY_HANDED:
		return called;
	default:
		return false;
	}
}

bool
delivery_callable(int64_t state, struct str word)
{
	enum delivery_mode mode;

	if (!delivery_mode_read(word, &mode))
		return false;
	return (mode == DELIVERY_NOTICE && state != DELIVERY_HANDED) ||
	    (mode == DELIVERY_FULL &&
		(state == DELIVERY_HELD || state == DELIVERY_DUE));
}
