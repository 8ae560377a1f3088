import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {jsonText} from '../../source/present/json-text.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import {beginWatch} from './begin-watch.ts';
import {type Answers, type GoodReply, readCaptures} from './fault-target.ts';

/** What a terminal would act on: a title, a colour, a cursor, a clipboard, a link, C1 codes, line ends, marks of direction. */
const evil = [
	'\u001b]0;owned\u0007',
	'\u001b[2J\u001b[31mred',
	'\u001b]52;c;b3duZWQ=\u0007',
	'\u001b]8;;http://evil.example\u001b\\link',
	'\u009b31m',
	'\u0090+q544e\u009c',
	'line\r\nfeed\u2028end',
	'\u202egnp.exe\u2066',
	'nul\u0000bel\u0007del\u007f',
	'\u{e0041}\u{e0042}tag',
];
const name = evil.join('.main.');

const goroutines = gzipSync(
	encodedProfile({
		locations: [...evil, name].map((text, index) => [[`main.${text}`, index + 1]]),
		samples: [...evil, name].map((text, index) => ({
			at: [index],
			values: [5 + index],
			labels: [[`key${text}`, text]],
		})),
	}),
);
const contentions = gzipSync(
	encodedProfile({
		sampleTypes: [
			['contentions', 'count'],
			['delay', 'nanoseconds'],
		],
		locations: [[[`main.${name}`, 7]]],
		samples: [{at: [0], values: [1000, 5_000_000_000]}],
	}),
);

/** The captured program with names of its own making. */
const hostile = (): Answers => {
	const captures = readCaptures('go1.26');
	const withBody = (path: string, change: (text: string) => string | Uint8Array): GoodReply => {
		const good = captures.get(path) as GoodReply;
		return {...good, body: Buffer.from(change(String(good.body)))};
	};
	return new Map([
		...captures,
		[
			'/debug/pprof/',
			withBody('/debug/pprof/', page =>
				page.replace('</table>', `<tr><td>7</td><td><a href='x'>${name}</a></td></tr></table>`),
			),
		],
		['/debug/pprof/goroutine', withBody('/debug/pprof/goroutine', () => goroutines)],
		['/debug/pprof/block', withBody('/debug/pprof/block', () => contentions)],
		['/debug/pprof/mutex', withBody('/debug/pprof/mutex', () => contentions)],
		[
			'/debug/pprof/goroutine?debug=2',
			withBody('/debug/pprof/goroutine?debug=2', text =>
				text.replaceAll('main.receive', `main.${evil.slice(0, 6).join('')}`),
			),
		],
		[
			'/metrics',
			withBody('/metrics', text =>
				text.replace(/go_info\{version="[^"]*"\}/, `go_info{version="${evil[1]}"}`),
			),
		],
	]);
};

const keys = [
	[],
	['enter'],
	['escape', '2'],
	['enter', 'escape', '3'],
	['enter', 'escape', '4'],
	['5', 'enter'],
	['escape', '6'],
	['enter', 'escape', '7'],
	['enter', '?'],
	['escape', 'escape', '1', '/', 'r', 'e', 'd', 'enter'],
];

test('names made to take over a terminal are marks on every screen, and plain in lines', async () => {
	const {server, clock, watched} = await beginWatch();
	server.become(hostile());
	server.dropConnections();
	await clock.pass(30_000);
	watched.press('d', 'd');
	await clock.pass(10_000);
	expect(watched.isLive()).toBe(true);
	const screens = keys.map(each => {
		watched.press(...each);
		return watched.screen();
	});
	expect(screens[0]).toContain('␛]0;owned␇');
	for (const screen of screens) {
		expect(screen.split('\n')).toHaveLength(36);
		expect(screen.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
	}
	for (const line of watched.lines()) {
		expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
	}
	const json = jsonText(watched.report());
	expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
	expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(watched.report())));
	expect(json).toContain('\\u009b31m');
});

test('an error in its own words cannot do so either', async () => {
	for (const contentType of ['text/plain', 'text/html', 'application/json']) {
		const {server, clock, watched} = await beginWatch();
		for (const text of [...evil, `<title>${name}</title>`]) {
			for (const status of [200, 403, 500, 503]) {
				server.suffer({onRequest: ({answer}) => answer({status, contentType, body: Buffer.from(text)})});
				await clock.pass(11_000);
				const said = watched.report().health.failure?.sentence;
				expect(said).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{10,200}$/u);
				expect(watched.screen().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
			}
		}
	}
});
