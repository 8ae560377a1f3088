import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/** `13:05:22` on the person's clock. */
export function clockText(at: UnixMilliseconds, utcOffsetMilliseconds: Milliseconds): string {
	return new Date(at + utcOffsetMilliseconds).toISOString().slice(11, 19);
}

/** `13:05` */
export function minuteText(at: UnixMilliseconds, utcOffsetMilliseconds: Milliseconds): string {
	return clockText(at, utcOffsetMilliseconds).slice(0, 5);
}
