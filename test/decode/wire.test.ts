import {expect, test} from 'vitest';
import {wireFault} from '../../source/decode/wire.ts';
import {encodedProfile} from './encoded-profile.ts';

const whole = encodedProfile({locations: [[['main.f', 3]]], samples: [{at: [0], values: [1]}]});

test('a profile is without fault', () => {
	expect(wireFault(whole)).toBeUndefined();
});

test.each([
	[
		'a number of a megabyte',
		[0x48, ...Array(1_000_000).fill(0x80), 0x01],
		'holds a number longer than 64 bits',
	],
	[
		'a length of a megabyte',
		[0x12, ...Array(1_000_000).fill(0x80), 0x01],
		'holds a number longer than 64 bits',
	],
	['a record longer than the input', [0x12, 0x7f, 0x00], 'is cut short'],
	['a record longer than the one around it', [0x12, 0x02, 0x1a, 0x05, 0, 0, 0, 0, 0], 'is cut short'],
	['a packed number that its list cuts', [0x12, 0x03, 0x0a, 0x01, 0x80], 'is cut short'],
	['text where a number has to be', [0x4a, 0x02, 0x80, 0x80], 'has a record in place of a number'],
	['a number where a record has to be', [0x10, 0x05], 'has a number in place of a record'],
	['a 32-bit field', [0x4d, 0, 0, 0, 0], 'holds a field that no profile has'],
	['a field number above fifteen', [0x80, 0x01, 0x00], 'holds a field that no profile has'],
	[
		'nothing but empty samples',
		Array.from({length: 9000}, () => [0x12, 0x00]).flat(),
		'is made of near-empty records',
	],
])('%s is a fault', (_, bytes, fault) => {
	expect(wireFault(Uint8Array.from(bytes))).toBe(fault);
});

test('a field of a later version is stepped over', () => {
	expect(
		wireFault(
			Uint8Array.of(...whole, 0x7a, 0x01, 0x00)
				.with(whole.length, 0x78)
				.subarray(0, -1),
		),
	).toBeUndefined();
	expect(wireFault(Uint8Array.of(0x2a, 0x04, 0x38, 0x05, 0x08, 0x01))).toBeUndefined();
});
