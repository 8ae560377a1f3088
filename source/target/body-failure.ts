import type {Failure} from '../profile/failure.ts';
import {formatBytes} from '../profile/quantity.ts';
import type {Bytes} from '../profile/units.ts';
import type {BodyProblem} from './body.ts';
import {type Place, profileName} from './place.ts';
import {plainText} from './plain-text.ts';
import {profileNames} from './pprof-base.ts';

/** The failure that a body which cannot be used means. */
export const bodyFailure = (problem: BodyProblem, path: string, maxBytes: Bytes, place: Place): Failure => {
	const what = subject(path, place);
	switch (problem.kind) {
		case 'too-large':
			return {
				kind: 'too-large',
				sentence: `${what} is larger than ${formatBytes(maxBytes)}${problem.where === 'wire' ? '' : ' when inflated'}; goroutop reads no more than that.`,
			};
		case 'truncated':
			return {
				kind: 'truncated',
				sentence: `${what} broke off after ${formatBytes(problem.wireBytes)}: a restart, or a WriteTimeout of the server that is too short.`,
			};
		case 'not-gzip':
			return {
				kind: 'not-gzip',
				sentence: ['', 'identity', 'gzip', 'x-gzip'].includes(problem.encoding)
					? `${what} is damaged: its gzip data cannot be inflated. Is a proxy changing it on the way?`
					: `${what} is compressed as "${plainText(problem.encoding, 20)}", which was not asked for: a proxy does that on the way.`,
			};
	}
};

/** The failure of a web page in place of a profile. */
export const pageFailure = (path: string, place: Place): Failure => ({
	kind: 'not-pprof',
	sentence: `${subject(path, place)} is a web page (text/html): a login page in between, or no Go pprof server?`,
});

/** The failure of another profile's answer, by the name that net/http/pprof gives the file; undefined when it is the right one. */
export const mixedUpFailure = (
	contentDisposition: string,
	path: string,
	place: Place,
): Failure | undefined => {
	const asked = profileName(path);
	const sent = /filename="?([a-z]+)/i.exec(contentDisposition)?.[1] ?? asked;
	return sent === asked || !profileNames.has(sent) || !profileNames.has(asked)
		? undefined
		: {
				kind: 'not-pprof',
				sentence: `${place.shown} sent its ${sent} profile when asked for ${asked}: does a proxy in between mix answers up?`,
			};
};

const subject = (path: string, place: Place): string => {
	const name = plainText(profileName(path), 30);
	return name === '' ? `The index of ${place.shown}` : `The reply to ${name} from ${place.shown}`;
};
