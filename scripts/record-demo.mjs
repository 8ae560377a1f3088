/**
 * Records fixtures/programs/demo for three minutes into fixtures/demo.recording. Needs Go 1.21 or newer on the PATH (it
 * fetches the version below), and Node 22.18 or newer, which reads TypeScript.
 */
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {decodeRecording, encodeRecording} from '../source/target/recording.ts';

const goVersion = 'go1.27.3';
const durationMilliseconds = 180_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'fixtures/demo.recording');
// The kernel puts the path of the executable into every profile: build where that path says nothing about this machine.
const place = process.env.RECORD_PLACE ?? '/srv/checkout';

const every = (path, intervalMilliseconds, firstMilliseconds = 0) =>
	Array.from(
		{length: Math.ceil((durationMilliseconds - firstMilliseconds) / intervalMilliseconds)},
		(_, index) => ({path, dueMilliseconds: firstMilliseconds + index * intervalMilliseconds}),
	);

// Twice as often as goroutop asks by default: it finds something new whenever it does.
const schedule = [
	...every('', 1000),
	...every('goroutine', 1000),
	...every('block', 1000),
	...every('mutex', 1000),
	...every('mutex?debug=1', 2000),
	...every('heap?debug=1', 10_000),
	...every('heap', 20_000),
	{path: 'cmdline', dueMilliseconds: 0},
	{path: 'block?seconds=1', dueMilliseconds: 4000},
	// Only fetched when somebody asks: stacks one by one, and what the runtime itself calls leaked.
	...every('goroutine?debug=2', 15_000, 8000),
	...every('goroutineleak', 30_000, 20_000),
].toSorted((a, b) => a.dueMilliseconds - b.dueMilliseconds);

const build = () => {
	mkdirSync(place, {recursive: true});
	execFileSync('go', ['build', '-trimpath', '-o', join(place, 'checkout'), '.'], {
		cwd: join(root, 'fixtures/programs/demo'),
		env: {...process.env, GOTOOLCHAIN: goVersion, CGO_ENABLED: '0', GOWORK: 'off'},
		stdio: 'inherit',
	});
};

const start = async () => {
	const program = spawn(join(place, 'checkout'), [], {stdio: ['ignore', 'pipe', 'inherit'], env: {}});
	for await (const line of createInterface(program.stdout)) {
		if (line.startsWith('listening ')) {
			return {program, address: line.slice('listening '.length)};
		}
	}
	throw new Error('The program ended before it listened.');
};

const record = async address => {
	const startedAt = performance.now();
	const elapsed = () => Math.round(performance.now() - startedAt);
	const fetchOne = async ({path, dueMilliseconds}) => {
		await wait(Math.max(0, dueMilliseconds - elapsed()));
		const response = await fetch(`http://${address}/debug/pprof/${path}`);
		const wire = new Uint8Array(await response.arrayBuffer());
		const contentType = response.headers.get('content-type') ?? '';
		return {
			path,
			offsetMilliseconds: Math.min(elapsed(), durationMilliseconds - 1),
			status: response.status,
			contentType,
			body: contentType === 'application/octet-stream' ? new Uint8Array(gunzipSync(wire)) : wire,
		};
	};
	// One request after the other, as goroutop asks; the one that takes a second goes beside the others.
	const slow = schedule.filter(({path}) => path.includes('seconds=')).map(fetchOne);
	const replies = [];
	for (const request of schedule.filter(({path}) => !path.includes('seconds='))) {
		replies.push(await fetchOne(request));
	}
	return [...replies, ...(await Promise.all(slow))].toSorted(
		(a, b) => a.offsetMilliseconds - b.offsetMilliseconds,
	);
};

const print = line => process.stdout.write(`${line}\n`);

build();
const {program, address} = await start();
print(`recording ${address} for ${durationMilliseconds / 1000} s`);
const replies = await record(address);
program.kill();
await once(program, 'exit');

const bytes = encodeRecording({program: 'checkout', goVersion, durationMilliseconds, replies});
writeFileSync(output, bytes);
const decoded = decodeRecording(readFileSync(output));
if (!decoded.ok) {
	throw new Error(decoded.sentence);
}
const inflatedBytes = replies.reduce((sum, {body}) => sum + body.length, 0);
print(`${replies.length} replies, ${inflatedBytes} bytes, ${bytes.length} compressed: ${output}`);
