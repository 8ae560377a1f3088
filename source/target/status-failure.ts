import type {Failure, FailureKind} from '../profile/failure.ts';
import {type Milliseconds, millisecondsPerMinute, type UnixMilliseconds} from '../profile/units.ts';
import {hideSecrets} from './hide-secrets.ts';
import {type Place, profileName} from './place.ts';
import {plainText} from './plain-text.ts';
import {maxPauseMilliseconds, retryAt} from './retry-at.ts';

/** A reply without what was asked for. `header` looks a header up by its lower-case name. */
export type StatusReply = {
	readonly status: number;
	readonly header: (name: string) => string | undefined;
	/** The beginning of the body, as text. */
	readonly text: string;
	/** As asked for, with query. */
	readonly path: string;
};

const maxQuoteCharacters = 80;

/** The failure that any status but 200 and the redirects means. `secrets` are cut out of what the target says, lest it repeats them. */
export const statusFailure = (
	reply: StatusReply,
	place: Place,
	secrets: readonly string[],
	nowUnixMilliseconds: UnixMilliseconds,
): Failure => {
	const {status} = reply;
	const said = firstLine(reply, secrets);
	if (status === 401) {
		return {kind: 'unauthorized', sentence: unauthorizedSentence(reply, place)};
	}
	if (status === 403) {
		return {kind: 'forbidden', sentence: forbiddenSentence(place, said)};
	}
	if (status === 404 || status === 410) {
		return missing(reply, place);
	}
	if (status === 407) {
		const who = place.proxy === undefined ? 'A proxy' : `The proxy ${place.proxy.shown}`;
		return {
			kind: 'proxy',
			sentence: `${who} wants a password (407): put it into the URL in HTTP_PROXY or HTTPS_PROXY.`,
		};
	}
	// Go's HTTPS server says this to a plain request (net/http server.go), nginx in its own words.
	if (status === 400 && /HTTP request (was sent )?to (an )?HTTPS (server|port)/i.test(reply.text)) {
		return {kind: 'tls', sentence: `${place.shown} speaks TLS: write https:// in front of it.`};
	}
	if (status === 500 && /already (in use|enabled)/.test(reply.text)) {
		return {
			kind: 'busy',
			sentence:
				'Another CPU profile or trace is being taken from this process, and it allows one at a time: try again later.',
		};
	}
	// No error, and yet not what a profile comes with: 204, 206.
	if (status < 300) {
		return {
			kind: 'server-error',
			sentence: `${place.shown} answered ${status} where a pprof server answers 200: is something else at this address?`,
		};
	}
	const retryAtUnixMilliseconds = retryAt(
		reply.header('retry-after'),
		reply.header('date'),
		nowUnixMilliseconds,
	);
	const asksForPause = status === 429 || (status === 503 && retryAtUnixMilliseconds !== undefined);
	const kind: FailureKind = asksForPause ? 'busy' : 'server-error';
	const pause =
		retryAtUnixMilliseconds === undefined ? undefined : retryAtUnixMilliseconds - nowUnixMilliseconds;
	const wait = pause === undefined ? '' : ` and asks for ${patience(pause)}`;
	const byProxy =
		status === 502 || status === 504 ? ' A proxy in front of the process gets no answer from it.' : '';
	const quote = said === '' ? '' : `: ${plainText(said, maxQuoteCharacters - byProxy.length)}`;
	return {
		kind,
		sentence: `${place.shown} answered ${status}${wait}${quote}${/[.!?…]$/.test(quote) ? '' : '.'}${byProxy}`,
		...(retryAtUnixMilliseconds === undefined ? {} : {retryAtUnixMilliseconds}),
	};
};

const patience = (pause: Milliseconds): string =>
	pause < maxPauseMilliseconds
		? `${Math.ceil(pause / 1000)} s of patience`
		: `${maxPauseMilliseconds / millisecondsPerMinute} min of patience or more`;

const unauthorizedSentence = (reply: StatusReply, place: Place): string => {
	if (place.credentials !== undefined) {
		return `${place.shown} does not accept the credentials from ${place.credentials} (401).`;
	}
	const scheme = reply.header('www-authenticate')?.trim().split(/\s/, 1)[0]?.toLowerCase();
	const flags =
		scheme === 'basic'
			? '--user name:password'
			: scheme === 'bearer'
				? '--bearer-file FILE'
				: '--user name:password or --bearer-file FILE';
	return `${place.shown} wants to know who asks (401): give ${flags}.`;
};

const forbiddenSentence = (place: Place, said: string): string => {
	const quoted = said === '' ? '' : ` ("${said}")`;
	return place.credentials === undefined
		? `${place.shown} forbids this (403)${quoted}: give --user, --bearer-file or --header, or ask from an allowed host.`
		: `${place.shown} forbids this to the credentials from ${place.credentials} (403)${quoted}.`;
};

/** Only the pprof handler itself sets X-Go-Pprof on its errors (net/http/pprof, serveError): then it is there. */
const missing = (reply: StatusReply, place: Place): Failure => {
	const name = plainText(profileName(reply.path), 40);
	if (reply.header('x-go-pprof') !== undefined) {
		return {
			kind: 'no-such-profile',
			sentence: `This process has no profile named ${name === '' ? '""' : name}; its Go version may be too old for it.`,
		};
	}
	if (place.hasAnswered && profileName(reply.path) === '') {
		return {
			kind: 'not-found',
			sentence: `${place.shown} serves no pprof any more (${reply.status}): has another program taken its place, or a proxy?`,
		};
	}
	if (reply.path.startsWith('/')) {
		const path = plainText(reply.path.split('?', 1)[0] ?? '', 60);
		return {kind: 'not-found', sentence: `${place.shown} has nothing at ${path} (${reply.status}).`};
	}
	return {
		kind: 'not-found',
		sentence: `No pprof at ${plainText(place.basePath, 40)} of ${place.shown} (${reply.status}): add import _ "net/http/pprof" to the program, or its prefix to the address.`,
	};
};

const firstLine = (reply: StatusReply, secrets: readonly string[]): string => {
	const isPage =
		(reply.header('content-type') ?? '').includes('html') || reply.text.trimStart().startsWith('<');
	const text = isPage ? (/<title>([^<]*)/i.exec(reply.text)?.[1] ?? '') : reply.text;
	const clean = hideSecrets(text.trim(), secrets);
	const line = clean.split(/[\r\n]/, 1)[0] ?? '';
	// Bytes that are no text tell nobody anything.
	return line.includes('\ufffd') ? '' : plainText(line, maxQuoteCharacters);
};
