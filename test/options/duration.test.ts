import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseDuration} from '../../source/options/duration.ts';

test.each([
	['500ms', 500],
	['2s', 2000],
	['1.5s', 1500],
	['5m', 300_000],
	['1h', 3_600_000],
	['1m30s', 90_000],
	['1m 30s', 90_000],
	['1h2m3s4ms', 3_723_004],
	['0s', 0],
])('%s', (text, milliseconds) => {
	expect(parseDuration(text)).toEqual({ok: true, milliseconds});
});

test('a bare number is asked for its unit', () => {
	expect(parseDuration('2')).toEqual({
		ok: false,
		fault: 'has no unit: write 2s for seconds or 2ms for milliseconds.',
	});
});

test.each(['', ' ', 's', '-2s', '2x', '30s1m', '1s1s', '1e3s', '.5s', '2sec', 'ms2', '∞', '٢s'])(
	'not %j',
	text => {
		expect(parseDuration(text)).toEqual({
			ok: false,
			fault: 'is not a duration: write 500ms, 2s, 5m, 1h or 1m30s.',
		});
	},
);

test('parts add up', () => {
	const part = fc.nat(10_000);
	fc.assert(
		fc.property(part, part, part, part, (h, m, s, ms) => {
			expect(parseDuration(`${h}h${m}m${s}s${ms}ms`)).toEqual({
				ok: true,
				milliseconds: h * 3_600_000 + m * 60_000 + s * 1000 + ms,
			});
		}),
	);
});
