// Read the binary that is shipped, and the symbols that were stripped from it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { arch } from 'node:os';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

const HOST = { x64: 'x86_64', arm64: 'aarch64', arm: 'armhf' }[arch()];
const MOST = 4 * 1024 * 1024; // bytes: 0.3 MiB of them print letters, 0.2 are a typeface

const run = (name, ...args) =>
	execFileSync(name, args, { encoding: 'utf8', maxBuffer: 1 << 28 });

// Every target that has been built here; the host's at least.
const targets = [HOST, ...['x86_64', 'aarch64', 'armhf'].filter(
	(t) => t !== HOST && existsSync(`build/release/${t}/fichep`))];

for (const target of targets) {
	const file = `build/release/${target}/fichep`;
	const debug = `build/${target}/fichep.debug`;
	const segments = run('readelf', '-lW', file);
	const dynamic = run('readelf', '-dW', file);
	const symbols = run('nm', '--defined-only', debug).trim().split('\n')
		.map((line) => line.split(' ').pop());

	test(`${target}: it is a position-independent executable that needs no loader and no library`, () => {
		assert.match(run('readelf', '-hW', file), /Type: +DYN/);
		assert.doesNotMatch(segments, /INTERP/);
		assert.doesNotMatch(dynamic, /NEEDED/);
		assert.match(dynamic, /FLAGS_1.*\bPIE\b/);
	});

	test(`${target}: what is relocated is read-only afterwards, and at once`, () => {
		assert.match(segments, /GNU_RELRO/);
		assert.match(dynamic, /BIND_NOW|FLAGS_1.*\bNOW\b/);
		assert.doesNotMatch(dynamic, /TEXTREL/);
	});

	test(`${target}: no memory is both written and executed, the stack least of all`, () => {
		const flags = segments.split('\n')
			.filter((line) => /^ +(LOAD|GNU_STACK)/.test(line))
			.map((line) => line.match(/ ([R ][W ][E ]) +0x[0-9a-f]+$/)[1]);

		assert.ok(flags.length >= 4);
		for (const f of flags)
			assert.ok(!(f.includes('W') && f.includes('E')), f);
		assert.match(segments, /GNU_STACK.* RW  /);
	});

	test(`${target}: its functions guard their stack`, () => {
		assert.ok(symbols.includes('__stack_chk_fail'));
	});

	test(`${target}: it carries no symbol, no path of the machine that built it`, () => {
		assert.doesNotMatch(run('readelf', '-SW', file), /\.symtab|\.debug/);
		const text = readFileSync(file, 'latin1');
		for (const path of [process.cwd(), '/home/', '/usr/lib/gcc'])
			assert.ok(!text.includes(path), path);
	});

	test(`${target}: it holds in three mebibytes`, () => {
		assert.ok(statSync(file).size <= MOST, `${statSync(file).size}`);
	});

	// Each of these is code that can be reached only if it is there.
	const banned = {
		'the form parser of CivetWeb': /^mg_handle_form_request$/,
		'CivetWeb serving files or scripts': /^(mg_send_file|handle_cgi|handle_static_file)/,
		'MD5': /^br_(md5|multihash_md5)|md5_it$|^HPDF_MD5/i,
		'PDF of others: images, passwords, files': /^HPDF_(Load|Image|U3D|Encrypt_Create|EncryptDict_CreateID|FileReader)/,
		// All that asks for it in BearSSL, with the profiles below.
		'SHA-1 in TLS': /^br_(md5sha1|tls10_prf|x509_minimal_init_full)/,
		'DES': /^br_des/,
		// The engine's two switch_cbc only call what a profile registers.
		'CBC': /^br_(?!ssl_engine_switch_cbc).*cbc/,
		'RC4 and the other ciphers of pages': /RC4|aes128cbc|aes256cbc|sqlcipher|ascon|aegis/i,
		'RSA private keys and RSA key exchange': /^br_rsa_.*(private|ssl_decrypt|oaep|keygen)|^br_rsa_(pkcs1_sign|private)|^br_ssl_(client_default_rsapub|server_init_full_rsa|server_init_mine)/,
		'BearSSL profiles that are not ours': /^br_ssl_(client_init_full|server_init_full|server_init_min|server_init_mi)/,
		'Loading code': /^dlopen$|loadExtension|sqlite3_load_extension/,
	};
	test(`${target}: of our own code, the codes of authenticators alone ask for SHA-1 (RFC 6238)`, () => {
		const objects = run('find', `build/${target}/obj`, '-name', '*.o').trim().split('\n');
		const asking = run('nm', '-Au', ...objects).split('\n')
			.filter((line) => / U br_sha1/.test(line)).map((line) => line.split(':')[0]);
		assert.deepEqual([...new Set(asking)], [`build/${target}/obj/crypto/totp.o`]);
	});
	for (const [what, pattern] of Object.entries(banned))
		test(`${target}: it does not hold ${what}`, () => {
			assert.deepEqual(symbols.filter((s) => pattern.test(s)), []);
		});
}
