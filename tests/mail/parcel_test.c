#define SUITE       mail_parcel
#define TEST_MEMORY (16u << 20)
#include "../test.h"
#include "base/encode.h"
#include "letters.h"
#include "mail/parcel.h"
#include "mail/pdf.h"

static struct letter
fiche(struct arena *mem)
{
	static struct letter_act act;
	struct letter_what w = letters_what(forms_pack(mem, "demo"), &act, 1);
	struct letter l;

	act.payload = str_bytes(TXT(LETTERS_FICHE));
	OK(letter_compose(mem, &w, &l));
	return l;
}

/* What `command` says of the package, run in a folder where it was put. */
static struct str
said(struct arena *mem, struct bytes zip, const char *command)
{
	char folder[] = "/tmp/fichep-zip-XXXXXX", line[300];
	struct buf text = buf_new(mem, 64u << 10);
	uint8_t part[4096];
	size_t got;

	TRUE(mkdtemp(folder) != NULL);
	snprintf(line, sizeof(line), "%s/a.zip", folder);
	FILE *f = fopen(line, "wb");
	TRUE(f && fwrite(zip.at, 1, zip.len, f) == zip.len);
	fclose(f);
	snprintf(line, sizeof(line), "cd %s && %s; rm -rf %s", folder, command,
	    folder);
	FILE *out = popen(line, "r");
	while ((got = fread(part, 1, sizeof(part), out)) > 0)
		buf_bytes(&text, (struct bytes){part, got});
	EQ(pclose(out), 0);
	return buf_text(&text);
}

/* S1-1.1-b, DESIGN 4.5: deposited by hand, and each byte answered for. */
TEST(a_package_opens_elsewhere_and_its_manifest_answers_for_the_pdf)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem);
	struct buf pdf = buf_new(&mem, PDF_MOST);
	struct buf zip = buf_new(&mem, PARCEL_MOST);
	uint8_t answer[HASH_SHA256], sum[HASH_SHA256];
	char room[80];
	struct buf hex = buf_over(room, sizeof(room));

	OK(parcel_write(&mem, &l, &zip, answer));
	OK(pdf_write(&mem, &l, &pdf, NULL));
	hash_sha256(buf_done(&pdf), sum);
	encode_hex(&hex, BYTES_OF(sum));
	struct str listed = said(&mem, buf_done(&zip),
	    "python3 -c \"import zipfile; z = zipfile.ZipFile('a.zip'); "
	    "print(z.testzip(), z.namelist(), z.infolist()[0].date_time); "
	    "print(z.read('MANIFESTE.txt').decode())\"");
	TRUE(letters_has(listed,
	    TXT("None ['P-99-TIL-2026-12-K.pdf', 'P-99-TIL-2026-12-K.txt', "
		"'MANIFESTE.txt'] (2026, 11, 22, 2, 55, 0)")));
	TRUE(letters_has(listed, buf_text(&hex)));
	TRUE(letters_has(listed, TXT("Reference: P-99-TIL-2026-12-K\r\n")));
	TRUE(!letters_has(listed, TXT("Camille")));
}

/* What two pages do not hold is beside them. */
TEST(a_package_holds_all_of_a_fiche_as_text)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem);
	struct buf zip = buf_new(&mem, PARCEL_MOST);
	uint8_t answer[HASH_SHA256];

	OK(parcel_write(&mem, &l, &zip, answer));
	struct str read = said(&mem, buf_done(&zip),
	    "python3 -c \"import zipfile; z = zipfile.ZipFile('a.zip'); "
	    "print(z.read('P-99-TIL-2026-12-K.txt').decode())\"");
	TRUE(letters_has(read, letters_text(&mem, &l)));
	struct str sums = said(&mem, buf_done(&zip),
	    "python3 -c \"import zipfile, hashlib; "
	    "z = zipfile.ZipFile('a.zip'); m = "
	    "z.read('MANIFESTE.txt').decode(); "
	    "print([hashlib.sha256(z.read(n)).hexdigest() in m "
	    "for n in z.namelist()])\"");
	TRUE(letters_has(sums, TXT("[True, True, False]")));
}

TEST(the_same_letter_makes_the_same_package)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem);
	struct buf one = buf_new(&mem, PARCEL_MOST);
	struct buf two = buf_new(&mem, PARCEL_MOST);
	uint8_t a[HASH_SHA256], b[HASH_SHA256];

	OK(parcel_write(&mem, &l, &one, a));
	OK(parcel_write(&mem, &l, &two, b));
	SAME(buf_done(&one), buf_done(&two));
	SAME(BYTES_OF(a), BYTES_OF(b));
}

TEST(a_package_that_does_not_fit_is_told_and_leaves_nothing)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem);
	struct buf zip = buf_new(&mem, 30000);
	uint8_t answer[HASH_SHA256] = {9};

	EQ(parcel_write(&mem, &l, &zip, answer), ERR_LIMIT);
	EQ(zip.len, 0);
	EQ(answer[0], 9);
}
