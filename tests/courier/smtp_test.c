#define SUITE courier_smtp
#include "../test.h"

#include "base/clock.h"
#include "base/encode.h"
#include "central.h"
#include "courier/smtp.h"

/*
 * Letters through aiosmtpd (tests/lib/relay.py), which behaves as a file says.
 */
static CURLM *multi;
static struct smtp letter;
static char root[4096]; /* of the sources: where relay.py is */
static char url[64];
static struct smtp_relay relay;
static char authority[8192];
static unsigned code;
static enum smtp_step step;

static const char words[] = "Subject: essai\r\n\r\nUne ligne.\r\n.\r\n..\r\n";

static void
enter(void)
{
	alarm(60);
	TRUE(getcwd(root, sizeof(root)));
	central_enter();
	EQ(system("openssl req -x509 -newkey rsa:2048 -nodes -keyout r.key "
		  "-out r.crt -days 2 -subj /CN=localhost -addext "
		  "subjectAltName=DNS:localhost 2>/dev/null && "
		  "cat r.key r.crt >r.pem"),
	    0);
	FILE *f = fopen("r.crt", "r");
	TRUE(f);
	relay.ca =
	    (struct str){authority, fread(authority, 1, sizeof(authority), f)};
	fclose(f);
	relay.from = TXT("fichep@departement.example");
	EQ(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
	multi = curl_multi_init();
}

static struct central
open_relay(const char *how, const char *more)
{
	struct central c;
	int out[2];
	char command[5000], line[64];

	central_page("how.json", how);
	snprintf(command, sizeof(command),
	    "exec /usr/bin/python3 %s/tests/lib/relay.py kept --how how.json "
	    "--cert r.pem %s",
	    root, more);
	TRUE(pipe(out) == 0);
	c.pid = fork();
	TRUE(c.pid >= 0);
	if (c.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], 1);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	c.say = dup(out[0]);
	c.hear = fdopen(out[0], "r");
	TRUE(fgets(line, sizeof(line), c.hear));
	c.port = (unsigned)strtoul(line, NULL, 10);
	TRUE(c.port > 0);
	snprintf(url, sizeof(url), "smtp://localhost:%u", c.port);
	relay.url = str_of(url);
	return c;
}

static void
leave(struct central *c)
{
	central_close(c);
	(void)curl_multi_cleanup(multi);
	central_leave();
}

/* Carry it on until it asks or ends; true: it has ended, with `*fate`. */
static bool
carry(enum err *fate)
{
	CURLMsg *said;
	int left;

	for (;;) {
		EQ(curl_multi_perform(multi, &left), CURLM_OK);
		said = curl_multi_info_read(multi, &left);
		if (said) {
			*fate = smtp_fate(&letter, said->data.result, &code);
			step = letter.step;
			smtp_end(&letter, multi);
			return true;
		}
		if (smtp_asks(&letter))
			return false;
		EQ(curl_multi_poll(multi, NULL, 0, 100, NULL), CURLM_OK);
	}
}

static enum err
post(const char *to)
{
	enum err fate = ERR_OK;

	OK(smtp_start(&letter, multi, &relay, str_of(to),
	    str_bytes(str_of(words))));
	if (carry(&fate))
		return fate;
	if (!smtp_go(&letter)) {
		fate = smtp_fate(&letter, CURLE_OK, &code);
		smtp_end(&letter, multi);
		return fate;
	}
	TRUE(carry(&fate));
	return fate;
}

/* How many lines of a file hold these words. */
static int
lines(const char *file, const char *holding)
{
	char line[65536];
	int n = 0;
	FILE *f = fopen(file, "r");

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, holding) != NULL;
	if (f)
		fclose(f);
	return n;
}

TEST(a_letter_arrives_as_it_was_given_over_tls_with_the_senders_domain_as_name)
{
	char hex[512];
	struct buf b = buf_over(hex, sizeof(hex));

	enter();
	struct central c = open_relay("{}", "");
	OK(post("crip@departement.example"));
	EQ(code, 250);
	EQ(lines("kept",
	       "\"to\": [\"crip@departement.example\"], \"from\": "
	       "\"fichep@departement.example\", \"tls\": true"),
	    1);
	encode_base64(&b, str_bytes(str_of(words)));
	hex[b.len] = 0;
	EQ(lines("kept", hex), 1);
	EQ(lines("kept.said", "EHLO departement.example"), 2);
	leave(&c);
}

TEST(tls_from_the_first_byte_is_spoken_as_well)
{
	enter();
	struct central c = open_relay("{}", "--tls inner");
	snprintf(url, sizeof(url), "smtps://localhost:%u/", c.port);
	relay.url = str_of(url);
	OK(post("crip@departement.example"));
	EQ(lines("kept", "\"tls\": true"), 1);
	leave(&c);
}

TEST(each_answer_has_its_fate)
{
	static const struct {
		const char *how;
		enum err fate;
		unsigned code;
		enum smtp_step step;
		int kept;
	} cases[] = {
	    {"rcpt-450", ERR_LATER, 450, SMTP_TO, 0},
	    {"rcpt-550", ERR_DENIED, 550, SMTP_TO, 0},
	    {"data-451", ERR_LATER, 451, SMTP_DATA, 0},
	    {"data-554", ERR_DENIED, 554, SMTP_DATA, 0},
	    {"dot-451", ERR_LATER, 451, SMTP_DOT, 0},
	    {"dot-552", ERR_DENIED, 552, SMTP_DOT, 0},
	    {"drop-rcpt", ERR_LATER, 0, SMTP_TO, 0},
	    {"drop-data", ERR_LATER, 0, SMTP_DATA, 0},
	    {"slow", ERR_OK, 250, SMTP_DOT, 1},
	    {"drop-lost", ERR_UNSURE, 0, SMTP_DOT, 0},
	    {"drop-kept", ERR_UNSURE, 0, SMTP_DOT, 1},
	};
	char how[64], to[64];

	enter();
	struct central c = open_relay("{}", "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i].how);
		snprintf(how, sizeof(how), "{\"*\": [\"%s\"]}", cases[i].how);
		central_page("how.json", how);
		snprintf(to, sizeof(to), "boite-%zu@service.example", i);
		EQ(post(to), cases[i].fate);
		if (cases[i].code >= 400 || cases[i].fate == ERR_OK)
			EQ(code, cases[i].code);
		EQ(step, cases[i].step);
		EQ(lines("kept", to), cases[i].kept);
	}
	test_where[0] = 0;
	leave(&c);
}

TEST(hung_up_amid_the_letter_nothing_can_have_arrived)
{
	enter();
	struct central c = open_relay("{\"*\": [\"drop-mid\"]}", "");
	enum err fate = post("crip@departement.example");
	/* The end may have been allowed before the line was found dead: then
	 * it is not known, and never taken for lost. */
	TRUE(fate == ERR_LATER || fate == ERR_UNSURE);
	EQ(lines("kept", "to"), 0);
	leave(&c);
}

TEST(the_last_line_does_not_leave_before_it_may)
{
	enum err fate = ERR_OK;

	enter();
	struct central c = open_relay("{}", "");
	OK(smtp_start(&letter, multi, &relay, TXT("crip@departement.example"),
	    str_bytes(str_of(words))));
	TRUE(!carry(&fate));
	for (int i = 0, left; i < 10; i++) {
		usleep(30000);
		EQ(curl_multi_perform(multi, &left), CURLM_OK);
		TRUE(smtp_asks(&letter));
	}
	EQ(lines("kept", "to"), 0);
	EQ(smtp_fate(&letter, CURLE_OK, &code), ERR_LATER);
	smtp_end(&letter, multi); /* as when core is gone */
	usleep(200000);
	EQ(lines("kept", "to"), 0);
	leave(&c);
}

TEST(a_relay_that_leaves_while_one_waits_got_nothing)
{
	enum err fate = ERR_OK;

	enter();
	struct central c = open_relay("{}", "");
	OK(smtp_start(&letter, multi, &relay, TXT("crip@departement.example"),
	    str_bytes(str_of(words))));
	TRUE(!carry(&fate));
	central_close(&c);
	TRUE(!smtp_go(&letter));
	EQ(smtp_fate(&letter, CURLE_OK, &code), ERR_LATER);
	smtp_end(&letter, multi);
	central_leave();
}

TEST(without_starttls_nothing_is_said_but_the_greeting)
{
	enter();
	struct central c = open_relay("{}", "--tls no");
	relay.user = TXT("fichep");
	relay.password = TXT("mot de passe");
	EQ(post("crip@departement.example"), ERR_FORGED);
	EQ(lines("kept.said", "EHLO"), 1);
	EQ(lines("kept.said", "line") - lines("kept.said", "QUIT"), 1);
	EQ(lines("kept", "to"), 0);
	leave(&c);
}

TEST(a_relay_under_another_certificate_or_name_learns_no_recipient)
{
	enter();
	EQ(system("openssl req -x509 -newkey rsa:2048 -nodes -keyout o.key "
		  "-out o.crt -days 2 -subj /CN=localhost -addext "
		  "subjectAltName=DNS:localhost 2>/dev/null && "
		  "openssl req -x509 -newkey rsa:2048 -nodes -keyout n.key "
		  "-out n.crt -days 2 -subj /CN=autre.example -addext "
		  "subjectAltName=DNS:autre.example 2>/dev/null && "
		  "mv r.pem ours.pem && cat o.key o.crt >r.pem"),
	    0);
	struct central c = open_relay("{}", "");
	EQ(post("crip@departement.example"), ERR_FORGED);
	central_close(&c);

	/* Its certificate is the one we know, and its name is another. */
	EQ(system("cat n.key n.crt >r.pem"), 0);
	FILE *f = fopen("n.crt", "r");
	relay.ca.len = fread(authority, 1, sizeof(authority), f);
	fclose(f);
	c = open_relay("{}", "");
	EQ(post("crip@departement.example"), ERR_FORGED);
	EQ(lines("kept.said", "MAIL"), 0);
	EQ(lines("kept.said", "RCPT"), 0);
	leave(&c);
}

TEST(a_name_and_a_password_are_given_over_tls_and_a_wrong_one_is_told)
{
	enter();
	struct central c =
	    open_relay("{}", "--user fichep --password secret-42");
	relay.user = TXT("fichep");
	relay.password = TXT("secret-42");
	OK(post("crip@departement.example"));
	EQ(lines("kept", "\"user\": \"fichep\""), 1);
	relay.password = TXT("secret-43");
	EQ(post("crip@departement.example"), ERR_SIGNED_OUT);
	EQ(code, 535);
	EQ(lines("kept", "to"), 1);
	leave(&c);
}

TEST(nobody_there_is_later)
{
	enter();
	struct central c = open_relay("{}", "");
	central_close(&c);
	EQ(post("crip@departement.example"), ERR_LATER);
	EQ(code, 0);
	EQ(step, SMTP_CONNECTING);
	central_leave();
}

TEST(what_could_be_read_as_another_command_is_no_address)
{
	static const char *const none[] = {"", "a", "@b", "a@", "a@b@c",
	    "a b@c.example", "a@c.example\r\nRCPT TO:<x@y.example>",
	    "a@c.example>", "a@c.example,x@y.example", "é@c.example"};

	relay = (struct smtp_relay){.url = TXT("smtp://localhost"),
	    .from = TXT("a@b.example"),
	    .ca = TXT("-")};
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		EQ(smtp_start(&letter, multi, &relay, str_of(none[i]),
		       str_bytes(str_of(words))),
		    ERR_INPUT);
		relay.from = str_of(none[i]);
		EQ(smtp_judge(&relay), ERR_INPUT);
		relay.from = TXT("a@b.example");
	}
}

TEST(a_relay_is_trusted_by_its_certificate_or_on_this_machine_alone)
{
	static const struct {
		const char *url, *user, *ca;
		enum smtp_tls tls;
		enum err e;
	} cases[] = {
	    {"", "", "", SMTP_TLS_REQUIRED, ERR_ABSENT},
	    {"smtp://relais.example:587", "u", "x", SMTP_TLS_REQUIRED, ERR_OK},
	    {"smtps://relais.example", "u", "x", SMTP_TLS_REQUIRED, ERR_OK},
	    {"smtp://relais.example", "", "", SMTP_TLS_REQUIRED, ERR_INPUT},
	    {"smtps://relais.example", "", "", SMTP_TLS_NONE, ERR_INPUT},
	    {"smtp://relais.example", "", "", SMTP_TLS_LOCAL, ERR_INPUT},
	    {"smtp://127.0.0.1.example", "", "", SMTP_TLS_LOCAL, ERR_INPUT},
	    {"smtp://127.0.0.1:25", "", "", SMTP_TLS_LOCAL, ERR_OK},
	    {"smtp://localhost", "", "", SMTP_TLS_LOCAL, ERR_OK},
	    {"smtp://localhost", "u", "", SMTP_TLS_LOCAL, ERR_INPUT},
	    {"smtp://relais.example", "", "", SMTP_TLS_NONE, ERR_OK},
	    {"smtp://relais.example", "u", "", SMTP_TLS_NONE, ERR_INPUT},
	    {"http://relais.example", "", "x", SMTP_TLS_REQUIRED, ERR_INPUT},
	    {"smtp://u:p@relais.example", "", "x", SMTP_TLS_REQUIRED,
		ERR_INPUT},
	    {"smtp://relais.example/x", "", "x", SMTP_TLS_REQUIRED, ERR_INPUT},
	    {"smtp://", "", "x", SMTP_TLS_REQUIRED, ERR_INPUT},
	};
	enum smtp_tls tls;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		relay = (struct smtp_relay){.url = str_of(cases[i].url),
		    .from = TXT("a@b.example"),
		    .user = str_of(cases[i].user),
		    .ca = str_of(cases[i].ca),
		    .tls = cases[i].tls};
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i].url);
		EQ(smtp_judge(&relay), cases[i].e);
	}
	test_where[0] = 0;
	TRUE(smtp_tls_read(TXT("local"), &tls) && tls == SMTP_TLS_LOCAL);
	TRUE(!smtp_tls_read(TXT("oui"), &tls) && tls == SMTP_TLS_LOCAL);
}
