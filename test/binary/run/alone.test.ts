import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {expect, onTestFinished, test} from 'vitest';
import packageJson from '../../../package.json' with {type: 'json'};
import {openPane} from '../../end-to-end/pane.ts';
import {executable, runExecutable} from './executable.ts';

const versionLine = {exitCode: 0, stdout: `goroutop ${packageJson.version}\n`, stderr: ''};

const temporaryFolder = (): string => {
	const folder = mkdtempSync(path.join(tmpdir(), 'goroutop-binary-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
};

test('needs no variable and no folder to write to', async () => {
	// Nobody writes there, root included.
	const folder = process.platform === 'linux' ? '/sys' : '/';
	expect(await runExecutable(['--version'], {folder})).toEqual(versionLine);
});

test('what lies in the folder it is started in does not matter', async () => {
	const folder = temporaryFolder();
	writeFileSync(path.join(folder, '.env'), 'GOROUTOP_INTERVAL=never\n');
	writeFileSync(path.join(folder, 'bunfig.toml'), 'preload = ["./fails.mjs"]\n');
	writeFileSync(path.join(folder, 'package.json'), 'no JSON');
	writeFileSync(path.join(folder, 'tsconfig.json'), 'no JSON');
	writeFileSync(path.join(folder, 'fails.mjs'), 'process.exit(9);');
	expect(await runExecutable(['--version'], {folder})).toEqual(versionLine);
	expect(await runExecutable(['--interval', 'never', 'demo'], {folder})).toMatchObject({exitCode: 64});
});

test('shows the demo on a terminal, with nothing but itself', async () => {
	const pane = openPane({widthColumns: 120, heightRows: 36});
	onTestFinished(() => pane.close());
	pane.press(`cd / && env -i TERM=xterm-256color LANG=C.UTF-8 '${executable}' demo`, 'Enter');
	await pane.see(/● live[\s\S]*\.go:\d+/u);
	pane.press('q');
	await pane.see(/watched demo/u);
	expect(pane.ask('#{alternate_on} #{cursor_flag}')).toBe('0 1');
});

test.runIf(process.platform === 'linux')(
	'shows nobody its arguments, which may hold a password',
	async () => {
		const words = ['http://someone:secret@127.0.0.1:1', '--plain'];
		const child = spawn(executable, words, {stdio: ['ignore', 'pipe', 'inherit'], env: {}});
		onTestFinished(async () => {
			child.kill();
			await once(child, 'exit');
		});
		// By then it has read them.
		const [line] = await once(child.stdout, 'data');
		expect(String(line)).toContain('Nothing listens at localhost:1');
		expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').replace(/\0+$/, '')).toBe(executable);
		expect(execFileSync('ps', ['-o', 'args=', '-p', `${child.pid}`], {encoding: 'utf8'})).not.toContain(
			'secret',
		);
	},
);
