// fichep check: a convention in the binary, or a folder being written.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FICHEP = process.env.FICHEP ?? 'build/fichep';

const check = (...words) => {
	const { status, stdout, stderr } = spawnSync(FICHEP, ['check', ...words], { encoding: 'utf8' });
	return { status, stdout, stderr };
};

// A copy of the conventions, where one file is changed by `edit`.
const changed = (t, file, edit) => {
	const dir = mkdtempSync(join(tmpdir(), 'fichep-check-'));
	t.after(() => rmSync(dir, { recursive: true }));
	cpSync('config/convention', dir, { recursive: true });
	writeFileSync(join(dir, file), edit(readFileSync(join(dir, file), 'utf8')));
	return dir;
};

test('every convention in the binary is well written, and its longest payload is told', () => {
	const { status, stdout } = check();
	assert.equal(status, 0, stdout);
	for (const name of ['demo', '77-2022', '94-2024'])
		assert.match(stdout, new RegExp(`^${name} : convention bien écrite`, 'm'));
	for (const [, bytes] of stdout.matchAll(/ : (\d+) octets au plus/g))
		assert.ok(Number(bytes) < 120 * 1024);
});

test('a sample says what is to complete before it is active', () => {
	const { status, stdout } = check('77-2022');
	assert.equal(status, 0);
	assert.match(stdout, /77-2022\/directory\.json:2: à compléter : pas de téléphone pour « parquet-meaux »/);
	assert.match(stdout, /inactive, 3 communes, 10 points à compléter/);
});

test('a sample made active as it is, is refused', (t) => {
	const dir = changed(t, '77-2022/convention.json', (s) => s.replace('"active": false', '"active": true'));
	const { status, stdout } = check(join(dir, '77-2022'));
	assert.equal(status, 1);
	assert.match(stdout, /77-2022\/directory\.json:7: pas de téléphone pour « crip »/);
});

test('a mistake has its file and its line', (t) => {
	const dir = changed(t, 'common/forms/fiche_p.json', (s) => s.replace('"id": "c_sexe", "kind"', '"id": "c_sexe", "genre"'));
	const line = readFileSync(join(dir, 'common/forms/fiche_p.json'), 'utf8').split('\n').findIndex((l) => l.includes('"genre"')) + 1;
	const { status, stdout } = check(`${dir}/demo/`);
	assert.equal(status, 1);
	assert.ok(stdout.includes(`common/forms/fiche_p.json:${line}: clé inconnue « genre »`), stdout);
});

test('a mention nobody is asked for is a mistake (S1-1.1-k)', (t) => {
	const dir = changed(t, 'common/forms/fiche_p.json', (s) => s.replace(/"scolarité": .*\n/, ''));
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.match(stdout, /il manque la mention « scolarité »/);
});

test('a payload that could be too long is a mistake', (t) => {
	const dir = changed(t, 'common/forms/fiche_p.json', (s) => s.replaceAll('"most": 300', '"most": 3000'));
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.match(stdout, /les réponses les plus longues dépassent 120 Kio « fiche_p »/);
});

// The same of the rules, by what they say; and the line where `what` stands.
const ruled = (t, edit) => changed(t, 'common/rules.json', (s) => {
	const rules = JSON.parse(s);
	edit(rules, (form) => rules.acts.find((a) => a.form === form));
	return JSON.stringify(rules, null, 1);
});
const lineOf = (dir, what) => readFileSync(join(dir, 'common/rules.json'), 'utf8').split('\n').findIndex((l) => l.includes(what)) + 1;

test('a deadline that nothing can meet any more is a mistake, at its line (D2)', (t) => {
	const dir = ruled(t, (rules) => {
		for (const act of rules.acts)
			for (const does of ['meet', 'drop'])
				if (act.deadlines?.[does]?.includes('D2')) {
					act.deadlines[does] = act.deadlines[does].filter((d) => d !== 'D2');
					if (act.deadlines[does].length === 0)
						delete act.deadlines[does];
				}
	});
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.ok(stdout.includes(`common/rules.json:${lineOf(dir, '"id": "D2"')}: délai que rien ne peut ni tenir ni clore : « D2 »`), stdout);
});

test('an act that no state leads to is a mistake, at its line', (t) => {
	const dir = ruled(t, (rules, act) => {
		act('sursis_leve').when = { after: ['sursis_leve'] };
	});
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.ok(stdout.includes(`common/rules.json:${lineOf(dir, '"form": "sursis_leve"')}: acte que rien ne permet jamais d’enregistrer : « sursis_leve »`), stdout);
});

test('another subject than the convention’s needs its reason (S1-1.1-c)', (t) => {
	const dir = changed(t, 'common/rules.json', (s) => s.replace('signalement mineur en situation', 'Signalement d’un mineur en situation'));
	assert.match(check(join(dir, 'demo')).stdout, /l’objet de R1 n’est pas celui de S1-1\.1-c/);
	const file = join(dir, 'demo/convention.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('"active"', '"subject_reason": "avenant fictif", "active"'));
	assert.equal(check(join(dir, 'demo')).status, 0);
});

test('a rule that rests on nothing known is a mistake', (t) => {
	const dir = changed(t, 'common/rules.json', (s) => s.replace('"source": "S1-1.1-f', '"source": "S9-1.1-f'));
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.match(stdout, /texte inconnu \(source\.def\) : « S9-1\.1-f/);
});

test('rules of a pack’s own stand for those of all', (t) => {
	const dir = changed(t, 'demo/convention.json', (s) => s);
	rmSync(join(dir, 'common/rules.json'));
	writeFileSync(join(dir, 'demo/rules.json'), '{ "rules": 1 }');
	const { status, stdout } = check(join(dir, 'demo'));
	assert.equal(status, 1);
	assert.match(stdout, /demo\/rules\.json:1: /);
});

test('what is not a convention is said not to be one', () => {
	const { status, stdout } = check('/nowhere');
	assert.equal(status, 1);
	assert.match(stdout, /il n’y a pas ici de convention/);
	assert.equal(check('a', 'b').status, 64);
});
