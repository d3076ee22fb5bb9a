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
