import {gzipSync} from 'node:zlib';
import type {UnixMilliseconds} from '../../../source/profile/units.ts';
import {parseTargetAddress} from '../../../source/target/address.ts';
import {readBody} from '../../../source/target/body.ts';
import {bodyFailure} from '../../../source/target/body-failure.ts';
import {networkFailure} from '../../../source/target/network-failure.ts';
import type {Place} from '../../../source/target/place.ts';
import {readRedirect} from '../../../source/target/redirect.ts';
import {httpDate, maxPauseMilliseconds, retryAt} from '../../../source/target/retry-at.ts';
import {statusFailure} from '../../../source/target/status-failure.ts';
import {bytesOf, textOf} from '../inputs.ts';
import {must, mustBeSentence} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

const now: UnixMilliseconds = Date.UTC(2026, 10, 21, 13, 5, 0);
const maxBodyBytes = 2000;
const origin = 'http://10.0.0.7:6060';
const secret = 'hunter2secret';
const place: Place = {
	shown: '10.0.0.7:6060',
	scheme: 'http',
	host: '10.0.0.7',
	basePath: '/debug/pprof/',
	socketPath: undefined,
	proxy: undefined,
	credentials: '--user',
	hasClientCertificate: false,
	hasOwnAuthorities: false,
	connectTimeoutMilliseconds: 5000,
};

/** Everything of an answer but what is in the profile: status, headers, framing of the body. Each line is one of them. */
export const httpTarget: FuzzTarget = {
	name: 'http',
	seeds: () => [
		...[
			'503\n/debug/pprof/x?y=1\n30\nSat, 21 Nov 2026 13:05:00 GMT\ntext/plain\ngzip\nbusy',
			'302\nhttps://other.example/login?next=%2F\n\n\ntext/html\n\n<title>Sign in hunter2secret</title>',
			'403\n//evil.example/x\nSat, 21 Nov 2026 13:06:00 GMT\n\n\nidentity\nno hunter2secret here',
			'500\n\\\\evil.example\n1e9\n\n\nbr\nhttp://eve:hunter2secret@host:6060/app?x=1',
			'400\njavascript:alert(1)\n\n\n\nx-gzip\nClient sent an HTTP request to an HTTPS server.',
			'429\n?a\n999999999999\n0\n\n\nunix:/run/app.sock:/prefix',
		].map(bytesOf),
		new Uint8Array([...bytesOf('200\n\n\n\n\ngzip\n'), ...gzipSync(gzipSync(bytesOf('goroutine')))]),
		new Uint8Array([...bytesOf('200\n\n\n\n\n\n'), ...gzipSync(new Uint8Array(10_000))]),
	],
	words: [
		'http://',
		'https://',
		'//',
		'\\',
		'@',
		'..',
		'%2f',
		'%00',
		'[::1]',
		'localhost',
		'127.0.0.1',
		':6060',
	].concat(
		[
			secret,
			'unix:/',
			'gzip',
			'identity',
			'x-gzip',
			'\x1f\x8b\x08',
			'<title>',
			'text/html',
			'already enabled',
			'\t',
		],
		[
			'Sat, 21 Nov 2026 13:05:00 GMT',
			'401',
			'404',
			'410',
			'503',
			'\u{1b}]0;x\u{7}',
			'\u{202e}',
			'\u{9b}',
			'data:,',
		],
	),
	maxBytes: 4096,
	async check(input) {
		const text = textOf(input);
		const [statusText = '', location, pause, date, type = '', encoding = '', ...rest] = text.split('\n');
		const said = rest.join('\n');
		checkRedirect(location ?? '', '/debug/pprof/heap?debug=1');
		checkPause(pause, date);
		const headers = new Map([
			['retry-after', pause],
			['date', date],
			['content-type', type],
			['www-authenticate', type],
			...(pause === '' ? [['x-go-pprof', '1'] as const] : []),
		]);
		const reply = {
			status: Number(statusText) || 500,
			header: headers.get.bind(headers),
			text: said,
			path: 'heap',
		};
		for (const credentials of [undefined, '--user']) {
			const failure = statusFailure(reply, {...place, credentials}, [secret], now);
			checkSentence(failure.sentence, 260);
		}
		const error = Object.assign(new Error(said), {code: type});
		// What a socket or OpenSSL says never repeats a header of ours: nothing is cut out of it.
		mustBeSentence(networkFailure(error, place).sentence, 'the sentence of an error', 260);
		await checkBody(input.subarray(input.length - bytesOf(said).length), encoding);
		checkAddress(said);
	},
};

function checkSentence(sentence: string, maxCharacters: number): void {
	mustBeSentence(sentence, 'the sentence of a failure', maxCharacters);
	must(!sentence.includes(secret), 'a secret was repeated', sentence);
}

function checkRedirect(location: string, path: string): void {
	const redirect = readRedirect(location, origin, path);
	if (redirect.to === 'same-origin') {
		must(/^\/[\x21-\x7e]*$/.test(redirect.path), 'a path that no request may have', redirect.path);
		// The next one is read relative to it.
		must(
			new URL(`${origin}${redirect.path}`).origin === origin,
			'a redirect leaves the origin',
			redirect.path,
		);
	} else if (redirect.to === 'elsewhere') {
		mustBeSentence(redirect.shown, 'where a redirect leads', 60);
		must(!redirect.shown.includes('@'), 'a redirect shows credentials', redirect.shown);
	}
}

function checkPause(pause: string | undefined, date: string | undefined): void {
	const at = retryAt(pause, date, now);
	must(at === undefined || (at >= now && at <= now + maxPauseMilliseconds), 'a pause is out of bounds', at);
	const told = httpDate(date);
	must(told === undefined || Number.isFinite(told), 'a date is no time', told);
}

async function checkBody(bytes: Uint8Array, encoding: string): Promise<void> {
	const half = bytes.length >> 1;
	const body = await readBody(
		chunks([bytes.subarray(0, half), bytes.subarray(half)]),
		encoding,
		maxBodyBytes,
	);
	if (body.ok) must(body.bytes.length <= maxBodyBytes, 'a body is longer than allowed', body.bytes.length);
	else
		mustBeSentence(
			bodyFailure(body.problem, 'heap?debug=1', maxBodyBytes, place).sentence,
			'the sentence on a body',
			200,
		);
}

async function* chunks(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* parts;
}

/** What the person wrote is trusted, but it is shown, and may hold a password. */
function checkAddress(text: string): void {
	const parsed = parseTargetAddress(text);
	if (!parsed.ok) {
		mustBeSentence(parsed.sentence, 'the sentence on an address', 300);
		return;
	}
	const {shown, origin: where, basePath, credentials, socketPath} = parsed.address;
	mustBeSentence(shown, 'a shown address', Number.POSITIVE_INFINITY);
	must(/^https?:\/\/[^/@]+$/.test(where), 'an origin that is none', where);
	must(/^\/.*\/$/.test(basePath), 'a base path without slashes at both ends', basePath);
	must(socketPath === undefined || credentials === undefined, 'a socket with credentials');
	const password = credentials?.password ?? '';
	// A host or a path may hold the same text: then it is shown for that.
	const isElsewhere = text.slice(text.indexOf('@')).includes(password);
	must(password.length < 8 || isElsewhere || !shown.includes(password), 'a password is shown', shown);
}
