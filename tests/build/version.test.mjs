// `fichep version`: what the binary says of itself is what the lock pinned.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const FICHEP = process.env.FICHEP;
const version = (...args) =>
	spawnSync(FICHEP, ['version', ...args], { encoding: 'utf8' });

const lock = readFileSync('packaging/deps.lock', 'utf8').split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.map(([name, use, version, origin, file, sha256, licence, reason]) =>
		({ name, use, version, origin, file, sha256, licence, reason }));

test('it says its name, its version and its machine on one line', () => {
	const { status, stdout } = version();

	assert.equal(status, 0);
	assert.match(stdout, /^fichep \d+\.\d+\.\d+ (x86_64|aarch64|armhf)\n$/);
});

test('what it does not know it refuses', () => {
	assert.equal(version('--bom').status, 64);
	assert.equal(version('--sbom', 'x').status, 64);
});

test('every row of the lock is whole', () => {
	for (const row of lock) {
		assert.match(row.use, /^(link|patch|test|tool)$/, row.name);
		assert.match(row.licence, /^[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*$/, row.name);
		assert.match(row.reason, /^[A-Z].*\.$/, row.name);
		if (row.use === 'tool')
			assert.equal(row.origin, 'host', row.name);
		else
			assert.match(row.sha256, /^[0-9a-f]{64}$/, row.name);
	}
});

test('the list of components is CycloneDX 1.5 and holds what is inside, no more', () => {
	const { status, stdout } = version('--sbom');
	assert.equal(status, 0);

	const bom = JSON.parse(stdout);
	assert.equal(bom.bomFormat, 'CycloneDX');
	assert.equal(bom.specVersion, '1.5');
	assert.equal(bom.version, 1);
	assert.equal(bom.metadata.component.name, 'fichep');
	assert.equal(bom.metadata.component.licenses[0].license.id, 'EUPL-1.2');

	const machine = version().stdout.trim().split(' ')[2];
	const inside = lock.filter(({ name, use }) =>
		name.startsWith('musl-') ? name === `musl-${machine}`
			: use === 'link' || use === 'patch');
	assert.deepEqual(bom.components.map((c) => c['bom-ref']),
		inside.map((row) => row.file));
	assert.equal(new Set(inside.map((row) => row.file)).size, inside.length);

	for (const [i, c] of bom.components.entries()) {
		// The members that CycloneDX 1.5 knows, of those we use.
		assert.deepEqual(Object.keys(c), ['type', 'bom-ref', 'name',
			'version', 'hashes', 'licenses', 'description']);
		assert.match(c.type, /^(library|file)$/);
		assert.equal(c.version, inside[i].version);
		assert.deepEqual(c.hashes,
			[{ alg: 'SHA-256', content: inside[i].sha256 }]);
		assert.deepEqual(c.licenses, [{ expression: inside[i].licence }]);
		assert.equal(c.description, inside[i].reason);
	}
});
