import {execFileSync} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {describe, expect, onTestFinished, test} from 'vitest';
import {healthyTarget, plainly, run, withProgram} from './program.ts';

withProgram();

const opened = (path: string, flags = 'a'): number => {
	const descriptor = openSync(path, flags);
	onTestFinished(() => closeSync(descriptor));
	return descriptor;
};

/** A disk of 64 KiB; undefined where only root may make one. */
const smallDisk = (): string | undefined => {
	const folder = mkdtempSync(join(tmpdir(), 'goroutop-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], {stdio: 'ignore'});
	} catch {
		rmdirSync(folder);
		return undefined;
	}
	onTestFinished(() => {
		execFileSync('umount', ['--lazy', folder]);
		rmdirSync(folder);
	});
	return folder;
};

describe('a disk that is full', () => {
	test('does not end a watch, which says so once', async () => {
		const target = await healthyTarget();
		const goroutop = run(plainly(target), {stdout: opened('/dev/full', 'w')});
		const asked = target.asked.length;
		await goroutop.see(/cannot write \(ENOSPC\)/u);
		await expect
			.poll(() => target.asked.filter(path => path === '/debug/pprof/').length, {timeout: 10_000})
			.toBeGreaterThan(6);
		expect(target.asked.length).toBeGreaterThan(asked);
		expect(goroutop.complained()).toBe(
			'goroutop: cannot write (ENOSPC): is the disk full? Watching goes on, and lines are lost until there is room.\n',
		);
		goroutop.child.kill('SIGTERM');
		expect(await goroutop.exited).toBe(143);
	});

	test('has room again: the lines go on, and say how many are missing', async context => {
		const disk = smallDisk();
		if (disk === undefined) {
			context.skip('only root can mount a disk');
			return;
		}
		const [log, ballast] = [join(disk, 'log'), join(disk, 'ballast')];
		const target = await healthyTarget();
		// The first page of the file has room for one line still.
		writeFileSync(log, `${'-'.repeat(3950)}\n`);
		const goroutop = run(plainly(target), {stdout: opened(log)});
		await expect.poll(() => readFileSync(log, 'utf8'), {timeout: 10_000}).toMatch(/goroutines 99/u);
		expect(() => writeFileSync(ballast, Buffer.alloc(100_000))).toThrow('ENOSPC');
		await goroutop.see(/cannot write \(ENOSPC\)/u);
		rmSync(ballast);
		await expect
			.poll(() => readFileSync(log, 'utf8'), {timeout: 10_000})
			.toMatch(/\ngoroutop: \d+ lines are missing here, as they could not be written\n.*goroutines 99/u);
		expect(goroutop.isRunning()).toBe(true);
	});

	test.each([[['--json']], [[]]])(
		'a report that cannot be written is no clean bill of health: %j',
		async more => {
			const target = await healthyTarget();
			const words = ['check', `127.0.0.1:${target.port}`, '--for', '3s', '--interval', '500ms', ...more];
			const goroutop = run(words, {stdout: opened('/dev/full', 'w')});
			expect(await goroutop.exited).toBe(74);
			expect(goroutop.complained()).toBe(
				'goroutop: the report could not be written (ENOSPC): the disk is full.\n',
			);
		},
	);

	test('the same of a saved dump', async () => {
		const dump = new URL('../../../fixtures/captures/go1.26/goroutine.debug2.txt', import.meta.url).pathname;
		const goroutop = run(['check', '--once', dump], {stdout: opened('/dev/full', 'w')});
		expect(await goroutop.exited).toBe(74);
	});
});

test('where nothing can be written, nothing has to be: no home, no temporary folder, no folder of its own', async () => {
	const target = await healthyTarget();
	const goroutop = run(plainly(target), {
		folder: '/proc',
		environment: {HOME: '/proc', TMPDIR: '/proc', XDG_CONFIG_HOME: '/proc/config'},
	});
	await goroutop.see(/goroutines 99/u);
	expect(goroutop.complained()).toBe('');
	expect(process.cwd()).not.toBe('/proc');
});

test('who reads its lines goes away: it ends without a word', async () => {
	const target = await healthyTarget();
	const goroutop = run(plainly(target));
	await goroutop.see(/goroutines 99/u);
	goroutop.child.stdout?.destroy();
	expect(await goroutop.exited).toBe(129);
	expect(goroutop.complained()).toBe('');
	await target.whenDeserted();
});
