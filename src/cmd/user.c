/*
 * `fichep user add`: give someone an account, and four words said once.
 */
#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/init.h"
#include "core/who.h"
#include "crypto/secret.h"

int
user_main(int argc, char **argv)
{
	static struct deploy d;
	struct init_person p = {0};
	const char *dir = NULL;
	bool good = argc > 1 && str_eq(str_of(argv[1]), TXT("add"));

	for (int i = 2; good && i < argc; i += 2) {
		struct str word = str_of(argv[i]);
		if (str_eq(word, TXT("--chief"))) {
			p.chief = true;
			i--; /* nothing follows it */
			continue;
		}
		good = i + 1 < argc;
		if (!good)
			break;
		struct str value = str_of(argv[i + 1]);
		if (str_eq(word, TXT("--dir")))
			dir = argv[i + 1];
		else if (str_eq(word, TXT("--login")))
			p.login = value;
		else if (str_eq(word, TXT("--name")))
			p.name = value;
		else if (str_eq(word, TXT("--role")))
			p.role = value;
		else if (str_eq(word, TXT("--service")))
			p.service = value;
		else if (str_eq(word, TXT("--duty")))
			p.duty = value;
		else if (str_eq(word, TXT("--scope")))
			p.scope = value;
		else
			good = false;
	}
	if (!good || !dir || p.login.len == 0 || p.name.len == 0 ||
	    p.role.len == 0 || p.service.len == 0) {
		cmd_usage("user");
		fputs("\n"
		      "  COMPTE  une lettre, puis des lettres sans accent, "
		      "chiffres, points ou tirets ; en minuscules\n"
		      "  CODE    au central, le service dans l’annuaire de la "
		      "convention\n"
		      "  --chief cette personne crée les comptes de son "
		      "établissement\n"
		      "  RÔLE    ",
		    stderr);
		for (int i = 0; i < WHO_COUNT; i++)
			fprintf(stderr, "%s%s", i > 0 ? ", " : "",
			    who_stored((enum who)i));
		fputc('\n', stderr);
		return CMD_USAGE;
	}
	secret_start();
	if (deploy_open(dir, &d) != ERR_OK || init_people(&d, 1, &p) != ERR_OK)
		return CMD_FAILED;
	printf("Compte créé : %s\nPhrase de passe : %s\n\n"
	       "Ces quatre mots ne seront plus jamais affichés. Donnez-les à "
	       "la personne, et à elle seule.\n",
	    p.login.at, p.phrase);
	secret_wipe(&p, sizeof(p));
	return 0;
}
