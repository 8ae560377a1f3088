import {expect, test} from 'vitest';
import {httpDate, retryAt} from '../../source/target/retry-at.ts';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);

test('seconds from now', () => {
	expect(retryAt('30', undefined, now)).toBe(now + 30_000);
	expect(retryAt(' 0 ', undefined, now)).toBe(now);
});

test("a date on the target's clock is translated to ours", () => {
	const date = 'Fri, 20 Nov 2026 14:00:00 GMT';
	expect(retryAt('Fri, 20 Nov 2026 14:00:20 GMT', date, now)).toBe(now + 20_000);
	expect(retryAt('Fri, 20 Nov 2026 12:00:20 GMT', undefined, now)).toBe(now + 20_000);
});

test('never in the past, never beyond ten minutes, and nothing from nonsense', () => {
	expect(retryAt('Fri, 20 Nov 2020 12:00:20 GMT', undefined, now)).toBe(now);
	expect(retryAt('99999999999999999999', undefined, now)).toBe(now + 600_000);
	expect(retryAt('soon', undefined, now)).toBeUndefined();
	expect(retryAt('', undefined, now)).toBeUndefined();
	expect(retryAt(undefined, undefined, now)).toBeUndefined();
	expect(httpDate('yesterday')).toBeUndefined();
});
