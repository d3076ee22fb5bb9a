#define SUITE core_need
#include "rig.h"

#include "core/need.h"
#include "core/policy.h"

#define EXPECTED "tests/golden/need.txt"
#define MOST     16384

static char text[MOST], want[MOST];
static size_t len;

static void
say(const char *words)
{
	size_t n = strlen(words);

	TRUE(len + n < MOST);
	memcpy(text + len, words, n);
	len += n;
}

static void
say_needs(void)
{
	static const char *const fiches[] = {"none", "party", "scope", "all"};
	char line[160];

	say("# role: fiches, block I, author, reason asked, acknowledges, "
	    "desk, "
	    "search, gauge, journal, fleet, accounts\n");
	for (int i = 0; i < WHO_COUNT; i++) {
		const struct need *n = need_of((enum who)i);
		snprintf(line, sizeof(line),
		    "%-12s %-5s %-7s %-6s %-5s %-4s %-4s %-6s %-5s %-7s %-5s "
		    "%s\n",
		    who_stored((enum who)i), fiches[n->fiches],
		    n->network ? "network" : "-", n->author ? "author" : "-",
		    n->motive ? "asked" : "-", n->acks ? "acks" : "-",
		    n->desk ? "desk" : "-", n->search ? "search" : "-",
		    n->gauge ? "gauge" : "-", n->journal ? "journal" : "-",
		    n->fleet ? "fleet" : "-", n->accounts ? "accounts" : "-");
		say(line);
	}
}

/* Who the door lets in, asked of the door itself. */
static void
say_route(const struct route *r)
{
	char line[96];
	struct session s = {.open = false};
	int n = 0;

	snprintf(line, sizeof(line),
	    "%s %s:", r->kind == ROUTE_ACT ? "POST" : "GET", r->path);
	say(line);
	if (policy_judge(r, &s) == ERR_OK) {
		say(" anyone\n");
		return;
	}
	s.open = true;
	for (int i = 0; i < WHO_COUNT; i++) {
		s.who = (enum who)i;
		n += policy_judge(r, &s) == ERR_OK;
	}
	for (int i = 0; i < WHO_COUNT && n < WHO_COUNT; i++) {
		s.who = (enum who)i;
		if (policy_judge(r, &s) != ERR_OK)
			continue;
		say(" ");
		say(who_stored(s.who));
	}
	say(n == WHO_COUNT ? " signed in\n" : "\n");
}

/*
 * DOMAINE 2.5, role by role and route by route. What is written there is what
 * was decided; a change of the table or of a route must be decided again.
 */
TEST(who_may_do_what_at_the_central_is_what_was_decided)
{
	FILE *f = fopen(EXPECTED, "r");

	say_needs();
	say("# routes of the central\n");
	for (size_t i = 0; i < route_count; i++)
		if ((route_table[i].where & ROUTE_CENTRAL) &&
		    route_table[i].kind != ROUTE_MACHINE)
			say_route(&route_table[i]);
	if (getenv("FICHEP_SHOW"))
		fputs(text, stderr);
	TRUE(f != NULL);
	size_t got = fread(want, 1, MOST - 1, f);
	fclose(f);
	for (size_t i = 0; i <= len && i <= got; i++) {
		if (text[i] == want[i])
			continue;
		while (i > 0 && text[i - 1] != '\n')
			i--;
		FAIL(EXPECTED " does not say: %.*s",
		    (int)strcspn(text + i, "\n"), text + i);
	}
}

/* What cannot be true together, whatever the table says. */
TEST(no_role_has_both_content_and_machinery)
{
	for (int i = 0; i < WHO_COUNT; i++) {
		const struct need *n = need_of((enum who)i);
		bool content = n->fiches != NEED_NONE;
		bool machinery = n->journal || n->fleet || n->accounts;

		TRUE(!content || !machinery);
		TRUE(content ||
		    (!n->network && !n->author && !n->acks && !n->search));
		TRUE(!machinery || (!n->desk && !n->gauge));
		TRUE(!n->journal || !n->accounts);
	}
	EQ(need_of(WHO_COUNT)->fiches, NEED_NONE);
}
