#include "http/digest.h"

#define SUITE http_digest
#include "../test.h"

#include "crypto/secret.h"

/* RFC 9530, appendix D: the body {"hello": "world"} and a line's end. */
#define BODY TXT("{\"hello\": \"world\"}\n")
#define SUM  "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

TEST(the_digest_of_the_standard_is_written_and_recognised)
{
	char room[DIGEST_TEXT];
	struct buf to = buf_over(room, sizeof(room));

	secret_start();
	digest_write(&to, str_bytes(BODY));
	OK(buf_err(&to));
	SAME_TEXT(buf_text(&to), SUM);
	OK(digest_check(TXT(SUM), str_bytes(BODY)));
}

TEST(the_digest_of_another_body_is_forged)
{
	secret_start();
	EQ(digest_check(TXT(SUM), str_bytes(TXT("{\"hello\": \"world\"}"))),
	    ERR_FORGED);
	EQ(digest_check(TXT(SUM), str_bytes(TXT(""))), ERR_FORGED);
}

TEST(anything_but_one_sha_256_is_mangled)
{
	static const char *const wrong[] = {
	    "",
	    "sha-256",
	    "sha-256=",
	    "sha-256=::",
	    "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
	    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:",
	    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDh=:",
	    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabA==:",
	    "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
	    "sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
	    SUM ";a",
	    SUM ",",
	    SUM ", " SUM,
	    SUM ", sha-512=:AA==:",
	    " " SUM,
	    SUM " ",
	};

	secret_start();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", wrong[i]);
		EQ(digest_check(str_of(wrong[i]), str_bytes(BODY)),
		    ERR_MANGLED);
	}
}
