#define SUITE keeper_guess
#include "../test.h"

#include <poll.h>
#include <unistd.h>

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
