#define SUITE keeper_guess
#include "../test.h"

#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "keeper/guess.h"

static const uint8_t pepper[PASSWORD_PEPPER] = {7};

static struct guess_verdict
next(int fd)
{
	struct guess_verdict v = {0};
	struct pollfd p = {fd, POLLIN, 0};

	EQ(poll(&p, 1, 30000), 1);
	EQ(read(fd, &v, sizeof(v)), sizeof(v));
	return v;
}

TEST(verdicts_come_back_in_order_each_with_its_ticket)
{
	struct password p;

	secret_start();
	OK(password_set(TXT("babon tradi"), pepper, &p));
	int fd = guess_pipe();

	guess_start(pepper);
	OK(guess_ask(1, TXT("babon tradi"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	OK(guess_ask(2, TXT("babon tradu"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	struct guess_verdict v = next(fd);
	EQ(v.ticket, 1);
	EQ(v.fate, ERR_OK);
	v = next(fd);
	EQ(v.ticket, 2);
	EQ(v.fate, ERR_DENIED);
}

TEST(a_full_queue_says_come_back_and_a_malformed_check_is_refused)
{
	struct password p = {0};
	uint8_t junk[3] = {0};
	int refused = 0;

	secret_start();
	(void)guess_pipe();
	guess_start(pepper);
	EQ(guess_ask(1, TXT("x"), BYTES_OF(junk), BYTES_OF(p.tag)), ERR_LIMIT);
	EQ(guess_ask(1, TXT("x"), BYTES_OF(p.salt), BYTES_OF(junk)), ERR_LIMIT);
	for (uint64_t i = 0; i < GUESS_QUEUE + 2; i++)
		refused += guess_ask(i, TXT("x"), BYTES_OF(p.salt),
			       BYTES_OF(p.tag)) == ERR_LATER;
	/* One may be at work; the queue holds the others. */
	TRUE(refused >= 1 && refused <= 2);
}

TEST(what_is_made_of_new_words_knows_them_again)
{
	secret_start();
	int fd = guess_pipe();

	guess_start(pepper);
	OK(guess_make(3, TXT("babon tradi")));
	struct guess_verdict v = next(fd);
	EQ(v.ticket, 3);
	EQ(v.fate, ERR_OK);
	TRUE(v.make);
	OK(password_check(TXT("babon tradi"), pepper, &v.made));
	EQ(password_check(TXT("babon tradu"), pepper, &v.made), ERR_DENIED);
	OK(guess_make(4, TXT("")));
	EQ(next(fd).fate, ERR_LIMIT);
}

TEST(a_passphrase_found_right_is_known_at_once_and_a_wrong_one_never)
{
	struct password p, other;

	secret_start();
	OK(password_set(TXT("babon tradi"), pepper, &p));
	other = p;
	other.salt[0] ^= 1;
	int fd = guess_pipe();
	guess_start(pepper);
	TRUE(!guess_known(TXT("babon tradi"), BYTES_OF(p.salt),
	    BYTES_OF(p.tag)));
	OK(guess_ask(1, TXT("babon tradu"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	OK(guess_ask(2, TXT("babon tradi"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	EQ(next(fd).fate, ERR_DENIED);
	EQ(next(fd).fate, ERR_OK);
	TRUE(
	    guess_known(TXT("babon tradi"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	TRUE(!guess_known(TXT("babon tradu"), BYTES_OF(p.salt),
	    BYTES_OF(p.tag)));
	TRUE(!guess_known(TXT("babon tradi"), BYTES_OF(other.salt),
	    BYTES_OF(other.tag)));
	guess_end();
	TRUE(!guess_known(TXT("babon tradi"), BYTES_OF(p.salt),
	    BYTES_OF(p.tag)));
}

TEST(what_is_known_is_forgotten_after_the_longest_session)
{
	struct password p = {{1}, {2}};

	secret_start();
	(void)guess_pipe();
	clock_hold_boot(1000);
	guess_learn(TXT("a"), BYTES_OF(p.salt), BYTES_OF(p.tag));
	clock_hold_boot(1000 + GUESS_KNOWN_FOR - 1);
	TRUE(guess_known(TXT("a"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
	clock_hold_boot(1000 + GUESS_KNOWN_FOR);
	TRUE(!guess_known(TXT("a"), BYTES_OF(p.salt), BYTES_OF(p.tag)));
}

TEST(the_oldest_of_what_is_known_makes_room)
{
	struct password p = {{1}, {2}};
	char phrase[8];

	secret_start();
	(void)guess_pipe();
	for (int i = 0; i <= GUESS_KNOWN; i++) {
		snprintf(phrase, sizeof(phrase), "%d", i);
		guess_learn(str_of(phrase), BYTES_OF(p.salt), BYTES_OF(p.tag));
	}
	for (int i = 0; i <= GUESS_KNOWN; i++) {
		snprintf(phrase, sizeof(phrase), "%d", i);
		EQ(guess_known(str_of(phrase), BYTES_OF(p.salt),
		       BYTES_OF(p.tag)),
		    i > 0);
	}
}

TEST(nothing_empty_endless_or_of_another_shape_is_known)
{
	static char endless[PASSWORD_MOST + 1];
	struct password p = {{1}, {2}};
	struct str all[] = {TXT(""), {endless, sizeof(endless)}};

	secret_start();
	(void)guess_pipe();
	for (size_t i = 0; i < 2; i++) {
		guess_learn(all[i], BYTES_OF(p.salt), BYTES_OF(p.tag));
		TRUE(!guess_known(all[i], BYTES_OF(p.salt), BYTES_OF(p.tag)));
	}
	guess_learn(TXT("a"), BYTES_OF(p.tag), BYTES_OF(p.salt));
	TRUE(!guess_known(TXT("a"), BYTES_OF(p.tag), BYTES_OF(p.salt)));
}
