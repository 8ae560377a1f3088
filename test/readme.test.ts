import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import packageJson from '../package.json' with {type: 'json'};
import {defaultThresholds} from '../source/detectors/thresholds.ts';

const root = path.join(import.meta.dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('README', () => {
	it.each(Object.keys(defaultThresholds))('says what %s means and how to answer it', id => {
		expect(readme).toMatch(new RegExp(`^\\| \`${id}\``, 'mu'));
	});

	it('gives a reason for every dependency', () => {
		const table = readme.slice(readme.indexOf('## Dependencies'), readme.indexOf('## Contributing'));
		const missing = Object.keys(packageJson.devDependencies).filter(
			name => !new RegExp(`[|,] ${name}[ ,]`, 'u').test(table),
		);
		expect(missing).toEqual([]);
	});

	it('names only npm scripts that exist', () => {
		const named = [...readme.matchAll(/npm run ([\w:-]+)/gu)].map(match => match[1] ?? '');
		expect(named.filter(name => !(name in packageJson.scripts))).toEqual([]);
	});

	it('shows a picture that is there', () => {
		expect(readFileSync(path.join(root, 'docs/screen.svg'), 'utf8')).toContain('goroutop');
	});
});
