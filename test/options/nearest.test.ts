import {expect, test} from 'vitest';
import {nearest} from '../../source/options/nearest.ts';

const names = ['interval', 'bearer-file', 'password-file', 'own-code', 'ca', 'key', 'for', 'user'];

test.each([
	['intervall', 'interval'],
	['intreval', 'interval'],
	['Interval', 'interval'],
	['bearerFile', 'bearer-file'],
	['bearer_file', 'bearer-file'],
	['bearer', 'bearer-file'],
	['own', 'own-code'],
	['usr', 'user'],
	['kye', undefined],
	['frobnicate', undefined],
	['x', undefined],
	['', undefined],
])('%s: %s', (text, name) => {
	expect(nearest(text, names)).toBe(name);
});

test('a very long text costs little', () => {
	expect(nearest('x'.repeat(1_000_000), names)).toBeUndefined();
});
