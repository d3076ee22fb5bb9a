/*
 * roles - `fichep roles`: what each process may do, from the tables that make
 * it so. `--markdown` writes the table that SECURITY.md repeats.
 */
#include <stdio.h>

#include "cmd/cmd.h"
#include "proc/rights.h"
#include "proc/wiring.h"

static const char *const duties[PEER_COUNT] = {
#define PEER(upper, lower, duty) duty,
#include "ipc/peer.def"
#undef PEER
};

/* A list in a sentence: its separator is empty before the first. */
struct list {
	const char *between, *next;
};

static void
item(struct list *l)
{
	fputs(l->next, stdout);
	l->next = l->between;
}

static void
none(const struct list *l)
{
	if (l->next != l->between)
		fputs("rien", stdout);
}

static void
show_hands(enum peer us)
{
	struct list l = {" ; ", ""};

	for (int h = 0; h < ROLE_HAND_COUNT; h++)
		if (wiring_owner((enum role_hand)h) == us) {
			item(&l);
			fputs(wiring_what((enum role_hand)h), stdout);
		}
	none(&l);
}

static void
show_peers(enum peer us)
{
	struct list l = {", ", ""};

	for (int p = 0; p < PEER_COUNT; p++)
		if (wiring_pairs(us, (enum peer)p, 1) > 0) {
			item(&l);
			fputs(msg_peer((enum peer)p), stdout);
		}
	none(&l);
}

static void
show_folders(enum peer us)
{
	static const struct {
		unsigned may;
		const char *said;
	} words[] = {{RIGHTS_READ, "lire"}, {RIGHTS_WRITE, "écrire"},
	    {RIGHTS_MAKE, "créer"}, {RIGHTS_REMOVE, "effacer"},
	    {RIGHTS_MAKE_SOCKET, "y poser sa prise"},
	    {RIGHTS_BESIDE, "lire, et ce qui est à côté"}};
	struct list l = {" ; ", ""};

	for (size_t i = 0; i < rights_folder_count; i++) {
		const struct rights_folder *f = &rights_folders[i];
		struct list may = {", ", " : "};
		if (f->role != us)
			continue;
		item(&l);
		fputs(f->path, stdout);
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			if (f->may & words[w].may) {
				item(&may);
				fputs(words[w].said, stdout);
			}
	}
	none(&l);
}

static void
show_sockets(enum peer us)
{
	struct list l = {", ", ""};

	for (size_t i = 0; i < rights_call_count; i++) {
		const struct rights_call *c = &rights_calls[i];
		if (strcmp(c->name, "socket") != 0 || !rights_lets(c, us, true))
			continue;
		item(&l);
		fputs(c->value == 1     ? "UNIX"
			: c->value == 2 ? "IPv4"
					: "IPv6",
		    stdout);
		if (!rights_lets(c, us, false))
			fputs(" (au démarrage)", stdout);
	}
	none(&l);
}

/* The call of a row that begins its name: rows of one name stand together or
 * apart, and each name is counted once. */
static bool
first_of_its_name(size_t i, enum peer us, bool start)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(rights_calls[j].name, rights_calls[i].name) == 0 &&
		    rights_lets(&rights_calls[j], us, start))
			return false;
	return rights_lets(&rights_calls[i], us, start);
}

static size_t
count_calls(enum peer us, bool start)
{
	size_t n = 0;

	for (size_t i = 0; i < rights_call_count; i++)
		n += first_of_its_name(i, us, start);
	return n;
}

static void
show_calls(enum peer us)
{
	for (size_t i = 0; i < rights_call_count; i++)
		if (first_of_its_name(i, us, true))
			printf(" %s%s%s", rights_calls[i].name,
			    rights_calls[i].on == RIGHTS_ANY ? "" : "*",
			    rights_lets(&rights_calls[i], us, false) ? ""
								     : "¹");
}

static void
show_text(void)
{
	for (int p = 0; p < PEER_COUNT; p++) {
		enum peer us = (enum peer)p;
		printf("%s : %s\n", msg_peer(us), duties[p]);
		printf("  utilisateur    uid_base + %u, sans autre groupe que "
		       "le sien\n",
		    rights_table[p].uid);
		fputs("  parle à        ", stdout), show_peers(us);
		fputs("\n  reçoit ouvert  ", stdout), show_hands(us);
		fputs("\n  fichiers       ", stdout), show_folders(us);
		fputs("\n  prises         ", stdout), show_sockets(us);
		printf("\n  limites        %u Mio de mémoire, %u descripteurs, "
		       "%u fils\n",
		    rights_table[p].memory, rights_table[p].descriptors,
		    rights_table[p].threads);
		printf("  appels (%zu)   ", count_calls(us, true));
		show_calls(us);
		fputs("\n\n", stdout);
	}
	fputs("* sous condition (src/proc/call.def)   ¹ au démarrage "
	      "seulement\n",
	    stdout);
}

static void
show_markdown(void)
{
	fputs("| rôle | devoir | utilisateur | parle à | reçoit ouvert | "
	      "fichiers | prises qu’il peut ouvrir | appels système |\n"
	      "|---|---|---|---|---|---|---|---|\n",
	    stdout);
	for (int p = 0; p < PEER_COUNT; p++) {
		enum peer us = (enum peer)p;
		size_t all = count_calls(us, true);
		size_t kept = count_calls(us, false);
		printf("| %s | %s | uid_base + %u | ", msg_peer(us), duties[p],
		    rights_table[p].uid);
		show_peers(us), fputs(" | ", stdout);
		show_hands(us), fputs(" | ", stdout);
		show_folders(us), fputs(" | ", stdout);
		show_sockets(us);
		if (kept == all)
			printf(" | %zu |\n", all);
		else
			printf(" | %zu, puis %zu |\n", all, kept);
	}
}

int
roles_print(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--markdown") == 0)
		show_markdown();
	else if (argc == 1)
		show_text();
	else
		return cmd_usage("roles");
	return 0;
}
