import {expect, test} from 'vitest';
import {parsePercent} from '../../source/options/percent.ts';

test.each([
	['1%', 0.01],
	['0.5 %', 0.005],
	['100%', 1],
])('%s', (text, fraction) => {
	expect(parsePercent(text)).toEqual({ok: true, fraction});
});

test('a bare number is asked for its sign', () => {
	expect(parsePercent('1')).toEqual({ok: false, fault: 'has no percent sign: write 1%.'});
});

test.each(['', '%', '-1%', '1%%', 'one%'])('not %j', text => {
	expect(parsePercent(text)).toEqual({
		ok: false,
		fault: 'is not a share: write it in percent, as in 1% or 0.5%.',
	});
});
