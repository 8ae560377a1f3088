import type {Failure} from '../profile/failure.ts';
import type {Bytes, UnixMilliseconds} from '../profile/units.ts';
import type {Authorization} from './authorization.ts';
import {type BodyProblem, readBody} from './body.ts';
import {bodyFailure, mixedUpFailure, pageFailure} from './body-failure.ts';
import {hideSecrets} from './hide-secrets.ts';
import {errorCode, networkFailure} from './network-failure.ts';
import type {Place} from './place.ts';
import {readRedirect} from './redirect.ts';
import {statusFailure} from './status-failure.ts';
import type {HttpClient, HttpReply} from './undici-client.ts';
import {untilStopped} from './until-stopped.ts';

/** What stays the same over all requests to one target. */
export type HttpParty = {
	readonly client: HttpClient;
	readonly origin: string;
	readonly place: Place;
	readonly headers: Readonly<Record<string, string>>;
	readonly authorization: Authorization;
	/** Whatever of ours the target could repeat in an error and must not reach the screen. */
	readonly secrets: () => readonly string[];
	readonly now: () => UnixMilliseconds;
};

export type Exchanged =
	| {readonly ok: true; readonly bytes: Uint8Array}
	| {readonly ok: false; readonly failure: Failure};

export type Question = {
	/** As in a TargetRequest: relative to the pprof index, or absolute. */
	readonly path: string;
	readonly maxBytes: Bytes;
	readonly tailBytes?: Bytes | undefined;
	readonly signal: AbortSignal;
	/** Called when the answer to be read begins. */
	readonly onAnswer: () => void;
};

const maxRedirects = 5;
const maxErrorTextBytes = 4096;

/**
 * One GET to its end: follows redirects within the origin, tries once more after a 401 when the credentials on disk have
 * changed, and once when the target dropped a kept-alive connection under the request, which says nothing about it.
 */
export const exchange = async (party: HttpParty, question: Question): Promise<Exchanged> => {
	const {client, place, authorization} = party;
	let path = question.path.startsWith('/') ? question.path : `${place.basePath}${question.path}`;
	const visited = new Set([path]);
	let mayRefresh = true;
	let mayReconnect = true;
	for (;;) {
		const wasConnected = client.isConnected();
		const value = authorization.header();
		const headers = value === undefined ? party.headers : {...party.headers, authorization: value};
		let reply: HttpReply;
		try {
			reply = await client.get(path, headers, question.signal);
		} catch (error) {
			if (mayReconnect && wasConnected && isDrop(error) && !question.signal.aborted) {
				mayReconnect = false;
				continue;
			}
			return fail(networkFailure(error, place));
		}
		// The file may be on a disk that hangs.
		if (
			reply.status === 401 &&
			mayRefresh &&
			(await untilStopped(authorization.refresh(), question.signal))
		) {
			mayRefresh = false;
			await reply.discard();
			continue;
		}
		if (![301, 302, 303, 307, 308].includes(reply.status)) {
			return receive(party, question, reply);
		}
		await reply.discard();
		const redirect = readRedirect(reply.header('location'), party.origin, path);
		if (redirect.to !== 'same-origin') {
			return fail(awayFailure(redirect, reply.status, party));
		}
		path = redirect.path;
		if (visited.has(path) || visited.size > maxRedirects) {
			return fail({
				kind: 'redirect-loop',
				sentence: `${place.shown} redirects in circles: a login in between? Give it credentials, or another address.`,
			});
		}
		visited.add(path);
	}
};

const receive = async (party: HttpParty, question: Question, reply: HttpReply): Promise<Exchanged> => {
	const {place} = party;
	const {path, maxBytes, tailBytes} = question;
	if (reply.status !== 200) {
		const text = await beginning(reply);
		const {status, header} = reply;
		return fail(statusFailure({status, header, text, path}, place, party.secrets(), party.now()));
	}
	const contentType = reply.header('content-type') ?? '';
	if (/^\s*text\/html\b/i.test(contentType) && !isIndex(path, place)) {
		await reply.discard();
		return fail(pageFailure(path, place));
	}
	const mixedUp = mixedUpFailure(reply.header('content-disposition') ?? '', path, place);
	if (mixedUp !== undefined) {
		await reply.discard();
		return fail(mixedUp);
	}
	question.onAnswer();
	if (Number(reply.header('content-length')) > maxBytes) {
		await reply.discard();
		return fail(bodyFailure({kind: 'too-large', where: 'wire'}, path, maxBytes, place));
	}
	const body = await readBody(reply.body, reply.header('content-encoding') ?? '', maxBytes, tailBytes);
	if (!body.ok) {
		return fail(bodyFailure(withoutSecrets(body.problem, party.secrets()), path, maxBytes, place));
	}
	return body;
};

/** The connection ended before any answer, as when the target closed it for idleness in the same moment. */
const isDrop = (error: unknown): boolean =>
	['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(errorCode(error));

const isIndex = (path: string, place: Place): boolean => {
	const plain = path.split('?', 1)[0];
	return plain === '' || plain === place.basePath;
};

/** The first bytes of an error's body as text; whatever came before it broke off. */
const beginning = async (reply: HttpReply): Promise<string> => {
	const parts: Uint8Array[] = [];
	let length = 0;
	try {
		for await (const chunk of reply.body) {
			parts.push(chunk);
			length += chunk.length;
			if (length >= maxErrorTextBytes) {
				break;
			}
		}
	} catch {
		// The status has said enough.
	}
	return Buffer.concat(parts).toString('utf8', 0, maxErrorTextBytes);
};

const awayFailure = (
	redirect: Exclude<ReturnType<typeof readRedirect>, {to: 'same-origin'}>,
	status: number,
	{place, secrets}: Pick<HttpParty, 'place' | 'secrets'>,
): Failure => {
	if (redirect.to === 'nowhere') {
		return {kind: 'server-error', sentence: `${place.shown} answered ${status}, a redirect to nowhere.`};
	}
	const remedy = redirect.sameHost
		? 'if that is the one you mean, give it as the address'
		: 'goroutop does not follow it there; if it is a login, give credentials';
	return {
		kind: 'redirected-away',
		sentence: `${place.shown} redirects to ${hideSecrets(redirect.shown, secrets())}: ${remedy}.`,
	};
};

const withoutSecrets = (problem: BodyProblem, secrets: readonly string[]): BodyProblem =>
	problem.kind === 'not-gzip' ? {...problem, encoding: hideSecrets(problem.encoding, secrets)} : problem;

const fail = (failure: Failure): Exchanged => ({ok: false, failure});
