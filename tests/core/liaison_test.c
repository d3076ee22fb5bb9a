#define SUITE core_liaison
#include "rig.h"

#define PIN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
a_box(void)
{
	rig_make(1, false);
	rig_setting("central_url", "https://centrale.example:8443/");
	rig_setting("central_pin", PIN);
	rig_start();
}

/* The question of core, answered with `fate`; false when it asks none. */
static bool
look(enum err fate)
{
	struct chan c = {rig.courier, COURIER, CORE};
	uint8_t in[CHAN_HEAD + 4 * KIB], out[64];
	struct buf room = buf_over(in, sizeof(in));
	struct buf b = buf_over(out, sizeof(out));
	struct bytes payload;
	struct probe m;
	enum ipc kind;

	rig_turn();
	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK)
		return false;
	EQ(kind, IPC_probe);
	OK(msg_get_probe(payload, &m));
	SAME_TEXT(m.url, "https://centrale.example:8443/etat");
	EQ(m.pin.len, 32);
	EQ(m.pin.at[1], 0x23);
	msg_put_probe_fate(&b, &(struct probe_fate){m.ticket, fate, 12});
	OK(chan_send(&c, IPC_probe_fate, &b));
	rig_turn();
	return true;
}

TEST(a_box_looks_at_start_even_before_it_is_enrolled)
{
	a_box();
	EQ(rig.core.liaison.state, LIAISON_UNKNOWN);
	TRUE(look(ERR_OK));
	EQ(rig.core.liaison.state, LIAISON_ANSWERS);
	EQ(rig.core.liaison.at, rig.now);
	TRUE(!look(ERR_OK));
	rig_close();
}

TEST(that_a_central_answers_does_not_hide_that_nothing_can_be_filed)
{
	a_box();
	TRUE(look(ERR_OK));
	EQ(rig_get("/"), 200);
	TRUE(!strstr(rig.page, "Le serveur central répond"));
	TRUE(strstr(rig.page, "rien ne peut partir d’ici. Appelez."));
	EQ(rig_get("/urgence"), 200);
	TRUE(strstr(rig.page, "n’est relié à aucun serveur central"));
	rig_close();
}

TEST(it_looks_again_about_every_five_minutes)
{
	a_box();
	TRUE(look(ERR_OK));
	for (int i = 0; i < 20; i++) {
		rig_pass(LIAISON_EVERY * 80 / 100 - 1000);
		TRUE(!look(ERR_OK));
		rig_pass(LIAISON_EVERY * 40 / 100 + 2000);
		TRUE(look(ERR_OK));
	}
	rig_close();
}

TEST(a_silent_central_is_known_since_when_and_looked_for_sooner)
{
	a_box();
	int64_t since = rig.now;
	TRUE(look(ERR_LATER));
	rig_pass(LIAISON_AGAIN * 2);
	TRUE(look(ERR_FORGED));
	rig_pass(CLOCK_HOUR);
	TRUE(look(ERR_LATER));
	EQ(rig.core.liaison.state, LIAISON_SILENT);
	EQ(rig.core.liaison.at, since);
	rig_pass(CLOCK_HOUR);
	TRUE(look(ERR_OK));
	EQ(rig.core.liaison.state, LIAISON_ANSWERS);
	rig_close();
}

TEST(a_courier_that_dies_or_says_nothing_is_a_silent_central)
{
	a_box();
	rig_turn();
	rig_pass(LIAISON_SLOW);
	rig_turn();
	EQ(rig.core.liaison.state, LIAISON_SILENT);
	close(rig.courier);
	rig_pass(CLOCK_HOUR);
	rig_turn();
	rig_turn();
	EQ(rig_get("/"), 200);
	rig_close();
}

TEST(a_central_and_a_box_that_knows_none_look_for_nobody)
{
	rig_open(1, true);
	TRUE(!look(ERR_OK));
	EQ(rig_get("/"), 200);
	TRUE(!strstr(rig.page, "Le serveur central"));
	rig_close();
	rig_open(1, false);
	TRUE(!look(ERR_OK));
	rig_close();
}

TEST(a_pin_that_is_none_stops_the_start)
{
	struct liaison l;

	EQ(liaison_open(&l, TXT("https://a.example"), TXT("")), ERR_INPUT);
	EQ(liaison_open(&l, TXT("https://a.example"), TXT("00ff")), ERR_INPUT);
	EQ(liaison_open(&l, TXT("http://a.example"), TXT(PIN)), ERR_INPUT);
	OK(liaison_open(&l, TXT("https://a.example"), TXT(PIN)));
	OK(liaison_open(&l, TXT(""), TXT("")));
	TRUE(!l.used);
}
