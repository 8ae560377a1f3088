import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {crashReport} from '../../source/commands/crash-report.ts';
import {farewellLines} from '../../source/present/plain-lines.ts';
import {terminalTitle} from '../../source/present/terminal-title.ts';
import {virtualClock} from '../faults/virtual-clock.ts';
import {type Watched, watch} from '../faults/watched.ts';
import {capturedBody} from '../live/captures.ts';
import {type Overrides, openTarget, serve} from '../target/local-servers.ts';

const secret = 'hunter2/ö secret';
const token = 'eyJhbGciOiJIUzI1NiJ9.c2VjcmV0';
/** Every form in which they could come out again. */
const forms = [
	secret,
	encodeURIComponent(secret),
	Buffer.from(`eve:${secret}`).toString('base64'),
	Buffer.from(`eve:${secret}`).toString('base64').slice(0, 12),
	token,
	token.slice(0, 12),
];

type Answer = (echo: string, response: ServerResponse) => void;

/** A target that repeats what it was asked with, in all the places that end up in a sentence. */
const answers: Readonly<Record<string, Answer>> = {
	'401': (echo, response) =>
		response.writeHead(401, {'www-authenticate': `Basic realm="${plain(echo)}"`}).end(echo),
	'403': (echo, response) => response.writeHead(403, {'content-type': 'text/plain'}).end(echo),
	'404': (echo, response) => response.writeHead(404, {'x-go-pprof': '1'}).end(echo),
	'500 as a page': (echo, response) =>
		response.writeHead(500, {'content-type': 'text/html'}).end(`<html><title>${echo}</title>`),
	'503': (echo, response) => response.writeHead(503, {'retry-after': '1'}).end(echo),
	'a redirect': (echo, response) =>
		response.writeHead(302, {location: `https://login.example/?next=${encodeURIComponent(echo)}`}).end(),
	'200 with text': (echo, response) => response.writeHead(200, {'content-type': 'text/plain'}).end(echo),
	'200 with JSON': (echo, response) =>
		response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({authorization: echo})),
	'200 with a page': (echo, response) => response.writeHead(200).end(`<html><title>${echo}</title>`),
	'another encoding': (echo, response) =>
		response.writeHead(200, {'content-encoding': plain(echo)}).end(echo),
};

const ways: Readonly<Record<string, (folder: string) => Overrides>> = {
	'--user': () => ({user: {from: 'text', text: `eve:${secret}`}}),
	'--password-file': folder => ({user: {from: 'file', path: path.join(folder, 'password'), name: 'eve'}}),
	'--bearer-file': folder => ({bearerFile: path.join(folder, 'token')}),
	'--header': () => ({headers: [{name: 'Authorization', value: `Bearer ${token}`}]}),
	'a cookie': () => ({headers: [{name: 'Cookie', value: `session=${token}`}]}),
};

describe.each(Object.keys(ways))('with %s', way => {
	test.each(Object.keys(answers))('%s repeats nothing of it', async name => {
		let asked = 0;
		const answer = answers[name];
		const {port} = await serve((request, response) => {
			asked += 1;
			answer?.(echoOf(request), response);
		});
		const text = await saidAfter(port, ways[way]?.(folderOfSecrets()) ?? {});
		expect(asked).toBeGreaterThan(0);
		for (const form of forms) {
			expect(text).not.toContain(form);
		}
	});

	test('a profile that repeats it is not read as one', async () => {
		const {port} = await serve((request, response) => {
			const isIndex = request.url === '/debug/pprof/';
			response.end(isIndex ? capturedBody('index.html') : echoOf(request));
		});
		const text = await saidAfter(port, ways[way]?.(folderOfSecrets()) ?? {});
		expect(text).toContain('goroutine profile');
		for (const form of forms) {
			expect(text).not.toContain(form);
		}
	});
});

test('an address with a password is shown without it', async () => {
	const {port} = await serve((_request, response) => response.writeHead(401).end());
	const text = await saidAfter(port, {}, `http://eve:${encodeURIComponent(secret)}@127.0.0.1:${port}/app`);
	expect(text).toContain(`localhost:${port}/app`);
	for (const form of forms) {
		expect(text).not.toContain(form);
	}
});

/** What was sent: the header, and what it decodes to. */
function echoOf({headers}: IncomingMessage): string {
	const sent = headers.authorization ?? headers.cookie ?? '';
	const basic = /^Basic (.*)$/.exec(sent)?.[1];
	return basic === undefined ? sent : Buffer.from(basic, 'base64').toString();
}

function plain(text: string): string {
	return text.replace(/[^\x20-\x7e]/g, '');
}

function folderOfSecrets(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'goroutop-secrets-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	writeFileSync(path.join(folder, 'password'), `${secret}\n`);
	writeFileSync(path.join(folder, 'token'), `${token}\n`);
	return folder;
}

/** Everything that a watch of twenty seconds has to say in the end. */
async function saidAfter(port: number, overrides: Overrides, address = `127.0.0.1:${port}`): Promise<string> {
	const clock = virtualClock();
	const target = await openTarget(address, overrides, {now: clock.now});
	const watched = watch(target, clock);
	await clock.pass(20_000);
	const text = everythingSaid(watched);
	await watched.stop();
	return text;
}

function everythingSaid(watched: Watched): string {
	const screens = ['1', '5', '6', '7', 'h', 'escape', 'y'].map(key => {
		watched.press(key);
		return watched.screen();
	});
	const session = watched.session();
	return [
		...screens,
		...watched.lines(),
		watched.failureLine() ?? '',
		...farewellLines(session),
		terminalTitle(session),
		JSON.stringify(watched.report()),
		JSON.stringify(session.wish),
		crashReport(new Error(session.history.watch.failure?.failure.sentence), '1.2.3'),
		JSON.stringify([...session.profileFailures.values()]),
	].join('\n');
}
