import {expect, test} from 'vitest';
import {describedBytes, describedText} from '../../source/decode/described.ts';

test.each([
	['', 'empty'],
	[' \n', 'blank text'],
	['<html><title>\n Log\u202ein </title>', 'an HTML page titled “Log in”'],
	['<a href="/debug/pprof/">Moved</a>', 'an HTML page'],
	['<?xml version="1.0"?>', 'an XML document'],
	['[1, 2]', 'JSON that begins with “[1, 2]”'],
	['a\u001b]0;owned\u0007b', 'plain text that begins with “a ]0;owned b”'],
	['x'.repeat(100), `plain text that begins with “${'x'.repeat(40)}…”`],
])('%j is %s', (text, description) => {
	expect(describedText(text)).toBe(description);
});

test('binary data has no description', () => {
	expect(describedBytes(Uint8Array.of(0x0a, 0x04, 0x08, 0x01))).toBeUndefined();
});
