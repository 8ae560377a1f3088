import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {describe, expect, test} from 'vitest';

const runner = new URL('../../scripts/bundle/run-program.mjs', import.meta.url).href;

/** Runs `code` as the program of a runner and sends the runner a signal once the program has written a first text. */
const runThrough = async (code: string, signal?: NodeJS.Signals) => {
	const start = `import {runProgram} from '${runner}'; runProgram('-e', [${JSON.stringify(code)}, 'first', 'second'])`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', start], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	if (signal !== undefined) {
		child.stdout.once('readable', () => child.kill(signal));
	}
	const written = await text(child.stdout);
	const [exitCode, exitSignal] = await ended;
	return {written, exitCode, exitSignal};
};

const waiting = "setInterval(() => {}, 1000); process.stdout.write('ready ');";

describe('runProgram', () => {
	test('passes arguments on and ends with the exit code of the program', async () => {
		expect(
			await runThrough('process.stdout.write(process.argv.slice(1).join()); process.exitCode = 3'),
		).toEqual({
			written: 'first,second',
			exitCode: 3,
			exitSignal: null,
		});
	});

	test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
		'hands %s to the program, which decides',
		async signal => {
			const code = `process.on('${signal}', () => {process.stdout.write('${signal}'); process.exit(0)}); ${waiting}`;
			expect(await runThrough(code, signal)).toEqual({
				written: `ready ${signal}`,
				exitCode: 0,
				exitSignal: null,
			});
		},
	);

	test('dies by the signal that the program died by', async () => {
		expect(await runThrough(waiting, 'SIGTERM')).toEqual({
			written: 'ready ',
			exitCode: null,
			exitSignal: 'SIGTERM',
		});
	});
});
