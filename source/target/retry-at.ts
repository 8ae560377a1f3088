import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/**
 * Longer than this nobody is kept waiting, whatever a server asks for (its clock may be wrong, its unit, or its intent):
 * a watch that is blind for an hour is of no use in an incident, and a request each ten minutes hurts nobody.
 */
export const maxPauseMilliseconds: Milliseconds = 10 * 60 * 1000;

/**
 * When to ask again, on our clock, from a Retry-After header: seconds, or a date on the target's clock, which its Date
 * header translates to ours (RFC 9110, section 10.2.3). Never in the past; `undefined` when absent or not understood.
 */
export const retryAt = (
	retryAfter: string | undefined,
	date: string | undefined,
	nowUnixMilliseconds: UnixMilliseconds,
): UnixMilliseconds | undefined => {
	const text = retryAfter?.trim() ?? '';
	if (text === '') {
		return undefined;
	}
	const pause = /^\d+$/.test(text)
		? Number(text) * 1000
		: Date.parse(text) - (httpDate(date) ?? nowUnixMilliseconds);
	return Number.isNaN(pause)
		? undefined
		: nowUnixMilliseconds + Math.min(Math.max(pause, 0), maxPauseMilliseconds);
};

/** A Date header as time; `undefined` when absent or not a date. */
export const httpDate = (date: string | undefined): UnixMilliseconds | undefined => {
	const time = date === undefined ? Number.NaN : Date.parse(date);
	return Number.isNaN(time) ? undefined : time;
};
