import {formatCount, formatInterval} from '../profile/quantity.ts';
import type {Count, Milliseconds} from '../profile/units.ts';

/** `1 waits`, `12 wait` */
export function waitText(count: Count): string {
	return `${formatCount(count)} ${count === 1 ? 'waits' : 'wait'}`;
}

/** `40s ago` */
export function agoText(milliseconds: Milliseconds): string {
	return milliseconds < 1000 ? 'just now' : `${spanText(milliseconds)} ago`;
}

/** `40s`, `12m05s` */
export function spanText(milliseconds: Milliseconds): string {
	return formatInterval(Math.max(1, Math.floor(milliseconds / 1000)) * 1000);
}

/** `1 goroutine`, `12 goroutines` */
export function goroutinesText(count: Count): string {
	return `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
}
