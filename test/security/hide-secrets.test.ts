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

test('a secret is hidden as it comes back: in small letters, with its blanks joined, as a web page writes it', () => {
	expect(hideSecrets('redirects to s3cret-token.evil.example', ['S3cret-Token'])).toBe(
		'redirects to ….evil.example',
	);
	expect(hideSecrets('says “hunter22 two spaces”', ['hunter22  two  spaces'])).toBe('says “…”');
	expect(hideSecrets('says “a&lt;b&amp;c&quot;d”', ['a<b&c"d'])).toBe('says “…”');
	expect(hideSecrets('says “(a+b)*[c]$”', ['(a+b)*[c]$'])).toBe('says “…”');
});
