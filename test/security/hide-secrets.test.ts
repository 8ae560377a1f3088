import {expect, test} from 'vitest';
import {hideSecrets} from '../../source/target/hide-secrets.ts';

test('what was sent is cut out of what is quoted', () => {
	expect(hideSecrets('plain text that begins with “Bearer s3cret-token”', ['s3cret-token'])).toBe(
		'plain text that begins with “Bearer …”',
	);
});

test('also when the quote ends in the middle of it', () => {
	expect(hideSecrets('JSON that begins with “{"authorization":"Bearer s3cr…”', ['s3cret-token'])).toBe(
		'JSON that begins with “{"authorization":"Bearer …”',
	);
	expect(hideSecrets('begins with “a s3c…”', ['s3cret-token'])).toBe('begins with “a s3c…”');
});

test('words stay where a secret is too short to be told from them', () => {
	expect(hideSecrets('an HTML page', ['an', ''])).toBe('an HTML page');
});
