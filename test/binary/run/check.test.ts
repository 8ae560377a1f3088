import {readFileSync, writeFileSync} from 'node:fs';
import type {RequestListener} from 'node:http';
import path from 'node:path';
import {expect, test} from 'vitest';
import {encodedProfile} from '../../decode/encoded-profile.ts';
import {createAuthority} from '../../target/certificates.ts';
import {serve, serveTls} from '../../target/local-servers.ts';
import {runExecutable} from './executable.ts';

const {authority, issue, file} = createAuthority();
const captures = path.join(import.meta.dirname, '../../../fixtures/captures/go1.27');

const captureNames: {readonly [url: string]: string} = {
	'/debug/pprof/': 'index.html',
	'/debug/pprof/goroutine': 'goroutine.pb.gz',
	'/debug/pprof/block': 'block.pb.gz',
	'/debug/pprof/mutex': 'mutex.pb.gz',
	'/debug/pprof/mutex?debug=1': 'mutex.debug1.txt',
	'/debug/pprof/heap?debug=1': 'heap.debug1.txt',
};

/** A Go program, as it was once captured. */
const answer: RequestListener = (request, response) => {
	const name = captureNames[request.url ?? ''];
	response.statusCode = name === undefined ? 404 : 200;
	response.end(name === undefined ? 'Unknown profile\n' : readFileSync(path.join(captures, name)));
};

const check = async (address: string, ...flags: readonly string[]) => {
	const watch = ['check', address, '--for', '3s', '--interval', '500ms', '--json', ...flags];
	const {stdout, stderr} = await runExecutable(watch);
	return {stderr, report: JSON.parse(stdout)};
};

/** What the captured program is, and that it was read. */
const watched = ['', '/srv/zoo/zoo', undefined, true];
const seen = ({stderr, report}: Awaited<ReturnType<typeof check>>) => [
	stderr,
	report.target.executable,
	report.health.failure?.sentence,
	report.health.goroutineProfiles > 0,
];

test('watches over TCP', async () => {
	const {port} = await serve(answer);
	expect(seen(await check(`127.0.0.1:${port}`))).toEqual(watched);
});

test('watches over TLS with an authority of its own', async () => {
	const {cert, key} = issue('server');
	const {port} = await serveTls({cert, key}, answer);
	expect(seen(await check(`https://localhost:${port}`, '--ca', authority.certificateFile))).toEqual(watched);
	const {report} = await check(`https://localhost:${port}`);
	expect(report.health.failure.sentence).toContain('is signed by nobody trusted here');
});

test('watches over a unix socket', async () => {
	const socket = file('socket', '').replace(/socket$/, 'app.sock');
	await serve(answer, socket);
	expect(seen(await check(`unix:${socket}`))).toEqual(watched);
});

test.runIf(process.platform === 'linux')(
	'tells a network without a way from a port nobody listens at',
	async () => {
		const failure = async (address: string) => (await check(address)).report.health.failure.sentence;
		expect(await failure('127.0.0.1:1')).toContain('Nothing listens at localhost:1');
		// Connecting to everybody at once is refused by the system itself.
		expect(await failure('255.255.255.255:6060')).toContain('There is no way to 255.255.255.255:6060');
	},
);

test('reads a large profile in its worker', async () => {
	const profile = encodedProfile({
		locations: Array.from({length: 2000}, (_, index) => [[`main.work${index}`, index + 1] as const]),
		samples: Array.from({length: 20_000}, (_, index) => ({at: [index % 2000], values: [1]})),
	});
	expect(profile.length).toBeGreaterThan(96 * 1024);
	const saved = file('goroutine.pb', '');
	writeFileSync(saved, profile);
	const {stdout, exitCode} = await runExecutable(['check', '--once', saved]);
	expect(stdout).toMatch(/goroutine-count.*20,000/);
	expect(exitCode).toBe(2);
});
