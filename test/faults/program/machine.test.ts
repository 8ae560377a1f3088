import {execFileSync} from 'node:child_process';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {healthyTarget, plainly, run, withProgram} from './program.ts';

withProgram();

const canLimit = (() => {
	try {
		execFileSync('prlimit', ['--version']);
		return true;
	} catch {
		return false;
	}
})();

test.skipIf(!canLimit)(
	'no file descriptors are left when the connection breaks, and then some are',
	async () => {
		const target = await healthyTarget();
		const goroutop = run(plainly(target));
		await goroutop.see(/goroutines 99/u);
		const limit = (soft: string) =>
			execFileSync('prlimit', ['--pid', `${goroutop.child.pid}`, `--nofile=${soft}:`]);
		limit('3');
		target.dropConnections();
		await goroutop.see(
			/This machine lets goroutop open no more files or connections \(EMFILE\): start it with a higher ulimit -n\. Next try in/u,
		);
		limit('1024');
		await goroutop.see(/goroutines 99/u);
		expect(goroutop.isRunning()).toBe(true);
		expect(goroutop.complained()).toBe('');
	},
);

test('stopped for longer than a gap, while its connection is closed: it goes on by itself', async () => {
	const target = await healthyTarget();
	const goroutop = run(plainly(target));
	await goroutop.see(/goroutines 99.*\n.*goroutines 99/u);
	goroutop.child.kill('SIGSTOP');
	target.dropConnections();
	const asked = target.asked.length;
	// No sleep: nobody but a clock can say that eleven seconds are over.
	const stoppedAt = performance.now();
	await expect
		.poll(() => performance.now() - stoppedAt, {timeout: 15_000, interval: 100})
		.toBeGreaterThan(11_000);
	expect(target.asked.length).toBe(asked);
	goroutop.child.kill('SIGCONT');
	const since = await goroutop.see(/goroutines 99.*\n.*goroutines 99/u, 5000);
	expect(since).not.toMatch(/critical|restart|closed the connection/u);
	expect(goroutop.complained()).toBe('');
});

test('a target that sends without end and packs zeros: memory stays bounded, and recovery is its own', async () => {
	const target = await healthyTarget();
	const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
	const goroutop = run(plainly(target, '--timeout', '5s', '--dump'));
	await goroutop.see(/goroutines 99/u);
	target.suffer(
		{
			onRequest: ({socket, path, answer, pour}) => {
				if (path.includes('goroutine') || path.includes('heap')) {
					answer({body: bomb});
				} else {
					socket.write('HTTP/1.1 200 OK\r\n\r\n');
					pour('go_goroutines 1\n'.repeat(4000));
				}
			},
		},
		path => path !== '/debug/pprof/',
	);
	const asked = target.asked.length;
	await expect
		.poll(() => target.asked.slice(asked).filter(path => path === '/debug/pprof/').length, {timeout: 20_000})
		.toBeGreaterThan(8);
	expect(goroutop.isRunning()).toBe(true);
	expect(await goroutop.highestResidentMebibytes()).toBeLessThan(500);
	target.heal();
	await goroutop.see(/goroutines 99/u);
	expect(goroutop.complained()).toBe('');
});
