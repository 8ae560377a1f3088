import type {DetectorId} from '../../source/detectors/thresholds.ts';
import type {Guilty} from './scenario.ts';

/** All of these say of a line that goroutines pile up or stay there. */
export const leak: readonly DetectorId[] = [
	'leak-confirmed',
	'leak-suspected',
	'goroutine-growth',
	'site-growth',
];

/** A send that nobody receives, one or many of them. */
export const send: readonly DetectorId[] = [...leak, 'stuck-send'];

/** A lock that nobody gives back. */
export const lock: readonly DetectorId[] = ['stuck-lock', 'deadlock-suspected', 'lock-pileup'];

/** What needs a minute of standing still is known some seconds after it. */
const watchSeconds = 95;

export function leaks(name: string, what: string, marker: string, more: Partial<Guilty> = {}): Guilty {
	return {
		kind: 'guilty',
		name,
		what,
		watchSeconds,
		must: [{oneOf: leak, at: [marker], within: 85}],
		may: leak,
		...more,
	};
}

export function sends(name: string, what: string, marker: string, more: Partial<Guilty> = {}): Guilty {
	return leaks(name, what, marker, {must: [{oneOf: send, at: [marker], within: 85}], may: send, ...more});
}

export function one(
	name: string,
	what: string,
	must: Guilty['must'],
	may: readonly DetectorId[] = [],
	more: Partial<Guilty> = {},
): Guilty {
	return {kind: 'guilty', name, what, watchSeconds, must, may: [...may, 'leak-confirmed'], ...more};
}
