import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';

const folder = path.join(import.meta.dirname, '../../fixtures/captures/go1.27');
const module = new URL('../../source/commands/check-once.ts', import.meta.url).href;
const settings = new URL('../../source/detectors/settings.ts', import.meta.url).href;

/** Runs the command in a process of its own, as its standard streams are what is looked at. */
const start = (files: readonly string[], stdin: 'ignore' | 'pipe', json = false) => {
	const code = `
		import {checkOnce} from ${JSON.stringify(module)};
		import {defaultSettings as detectors} from ${JSON.stringify(settings)};
		const files = ${JSON.stringify(files)};
		process.exitCode = await checkOnce({files, detectors, json: ${json}, version: '1', workerUrl: undefined});
	`;
	return spawn(process.execPath, ['--input-type=module', '-e', code], {stdio: [stdin, 'pipe', 'pipe']});
};

const outcome = async (child: ReturnType<typeof start>) => {
	const ended = once(child, 'close');
	const [stdout, stderr] = await Promise.all([
		child.stdout && text(child.stdout),
		child.stderr && text(child.stderr),
	]);
	const [exitCode] = await ended;
	return {stdout, stderr, exitCode};
};

test('a dump comes through a pipe, in pieces', async () => {
	const child = start(['-'], 'pipe');
	const dump =
		'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n\ngoroutine 2 [select]:\nmain.wait()\n\t/src/main.go:9 +0x1\n';
	child.stdin?.write(dump.slice(0, 30));
	child.stdin?.end(dump.slice(30));
	const {stdout, stderr, exitCode} = await outcome(child);
	expect(stdout).toContain('standard input holds a dump of 2 goroutines, 1 of them waiting.');
	expect(stdout).toContain('times are as if that was now');
	expect([stderr, exitCode]).toEqual(['', 0]);
}, 20_000);

test('standard input that is closed or empty is one sentence', async () => {
	for (const stdin of ['pipe', 'ignore'] as const) {
		const child = start(['-'], stdin);
		child.stdin?.end();
		expect(await outcome(child)).toEqual({
			stdout: '',
			stderr: 'goroutop: Standard input is empty: did the command that wrote it fail?\n',
			exitCode: 3,
		});
	}
}, 20_000);

test('a reader that has seen enough is no error', async () => {
	const child = start([path.join(folder, 'goroutine.pb.gz')], 'ignore', true);
	child.stdout?.destroy();
	const ended = once(child, 'close');
	expect(await (child.stderr && text(child.stderr))).toBe('');
	expect((await ended)[0]).toBe(0);
}, 20_000);
