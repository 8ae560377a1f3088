import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {afterEach, describe, expect, it} from 'vitest';
import {openPane, type Pane, type PaneOptions, preload, programCommand} from './pane.ts';

const demo = `${programCommand} demo`;
/** An empty command line: tmux cuts the space behind it. */
const prompt = /^\$\s*$/mu;
const live = /● live|\* live/u;

let pane: Pane;

function start(command: string, options: Partial<PaneOptions> = {}): void {
	pane = openPane({widthColumns: 120, heightRows: 36, ...options});
	pane.press(command, 'Enter');
}

/** The shell has the terminal again, as it was: normal screen, cursor, cooked mode. */
async function expectRestored(): Promise<string> {
	await pane.see(prompt);
	expect(pane.ask('#{alternate_on} #{cursor_flag}')).toBe('0 1');
	const screen = pane.screen();
	pane.press(
		'clear; stty -a | tr " ;" "\\n\\n" | grep -xE "icanon|echo|isig" | sort | tr "\\n" "+"',
		'Enter',
	);
	await pane.see(/echo\+icanon\+isig\+/u);
	return screen;
}

function processId(): number {
	return Number(
		execFileSync('pgrep', ['-P', pane.ask('#{pane_pid}')], {encoding: 'utf8'})
			.trim()
			.split('\n')
			.at(-1),
	);
}

afterEach(() => {
	try {
		pane.close();
	} catch {
		// A test may have closed it.
	}
});

describe('sizes', () => {
	it.each([
		[200, 60],
		[120, 36],
		[80, 24],
		[60, 12],
		[40, 10],
		[24, 3],
	])('%i x %i: no row too many, no row wrapped', async (widthColumns, heightRows) => {
		start(demo, {widthColumns, heightRows});
		const screen = await pane.see(heightRows > 3 ? /live/u : /ok/u);
		const rows = screen.replace(/\n$/u, '').split('\n');
		expect(rows).toHaveLength(heightRows);
		expect(rows[0]).toMatch(/checkout|goroutop|ok|✖|▲|live/u);
		expect(screen).not.toMatch(/\bat .*\.js:\d/u);
	});

	it('redraws at once when resized, down to a status line and back', async () => {
		start(demo);
		await pane.see(/Sites 1 .*Warnings 5/u);
		pane.resize(60, 12);
		await pane.see(/routines/u);
		pane.resize(20, 3);
		await pane.see(/ok|[✖▲]/u);
		pane.resize(80, 24);
		const screen = await pane.see(/╭ goroutines ─+╮╭ waiting/u);
		expect(screen.split('\n')[0]).toMatch(/checkout/u);
	});
});

describe('keys', () => {
	it('move, open, filter, pause, help and come back', async () => {
		start(demo);
		await pane.see(/selectgo|chan|net read|accept/u);
		pane.press('Enter');
		await pane.see(/with this stack/u);
		pane.press('Escape');
		await pane.see(/ kind +/u);
		pane.press('/', 'zzz');
		await pane.see(/nothing matches zzz/u);
		pane.press('Escape');
		await pane.see(/^(?![\s\S]*nothing matches)/u);
		pane.press('Space');
		await pane.see(/paused/u);
		pane.press('Space');
		pane.press('?');
		await pane.see(/Usual causes/u);
		pane.press('h');
		await pane.see(/freeze the screen/u);
		pane.press('Escape');
		await pane.see(/Usual causes/u);
		pane.press('Escape');
		for (const [key, text] of [
			['2', /sites?$/mu],
			['3', /share/u],
			['4', /next gc at/u],
			['5', /firing first/u],
			['1', /waiting▾/u],
		] as const) {
			pane.press(key);
			await pane.see(text);
		}
	});
});

describe('leaving', () => {
	it.each([
		['q', () => pane.press('q')],
		['Ctrl-C', () => pane.press('C-c')],
		['SIGTERM', () => process.kill(processId(), 'SIGTERM')],
		['SIGINT', () => process.kill(processId(), 'SIGINT')],
	])('%s gives the terminal back and leaves a word', async (_name, leave) => {
		start(demo);
		await pane.see(live);
		leave();
		expect(await expectRestored()).toMatch(/goroutop: watched demo/u);
	});

	it('SIGHUP gives the terminal back', async () => {
		start(demo);
		await pane.see(live);
		process.kill(processId(), 'SIGHUP');
		await expectRestored();
	});

	it('Ctrl-Z stops it, fg brings the screen back', async () => {
		start(demo);
		await pane.see(live);
		pane.press('C-z');
		await pane.see(/Stopped/u);
		expect(pane.ask('#{alternate_on}')).toBe('0');
		pane.press('fg', 'Enter');
		await pane.see(/Sites 1/u);
		expect(pane.ask('#{alternate_on}')).toBe('1');
		pane.press('2');
		await pane.see(/sites?$/mu);
		pane.press('q');
		await expectRestored();
	});

	it.each(['timer', 'promise', 'render'])(
		'a crash in a %s is printed on the normal screen and exits 1',
		async place => {
			start(`CRASH_IN=${place} ${preload('./test/end-to-end/crash-in.mjs')} ${demo}; echo "exit=$?"`);
			await pane.see(/exit=/u, 20_000);
			const screen = await expectRestored();
			expect(screen).toMatch(new RegExp(`injected into a ${place}`, 'u'));
			expect(screen).toMatch(/This is a bug in goroutop/u);
			expect(screen).toMatch(/exit=1/u);
		},
	);

	it('ends by itself when its terminal goes away', async () => {
		start(demo);
		await pane.see(live);
		const id = processId();
		pane.close();
		await expect.poll(() => isAlive(id), {timeout: 5000}).toBe(false);
	});
});

describe('terminals', () => {
	it('NO_COLOR: no colour, still marks and emphasis', async () => {
		start(demo, {environment: {NO_COLOR: '1'}});
		await pane.see(live);
		expect(pane.styledScreen()).not.toMatch(/\u{1b}\[(\d+;)*[39][0-7](;|m)/u);
	});

	it.each([
		['LANG=C', {LANG: 'C'}],
		['TERM=linux', {TERM: 'linux'}],
	])('%s: ASCII only', async (_name, environment) => {
		start(demo, {environment});
		const screen = await pane.see(/live/u);
		expect(screen).toMatch(/^[\x20-\x7e\n]*$/u);
	});

	it('TERM=dumb: lines, no screen', async () => {
		start(demo, {environment: {TERM: 'dumb'}});
		await pane.see(/goroutines \d+.*\n.*goroutines \d+/u);
		expect(pane.ask('#{alternate_on}')).toBe('0');
		pane.press('C-c');
		await pane.see(/watched demo/u);
	});

	it('standard output piped: lines', async () => {
		start(`${demo} | cat`);
		await pane.see(/goroutines \d+.*\n.*goroutines \d+/u);
		pane.press('C-c');
		await pane.see(prompt);
	});

	it('standard input closed: keys still come from the terminal', async () => {
		start(`${demo} < /dev/null`);
		await pane.see(live);
		pane.press('q');
		await pane.see(/watched demo/u);
	});
});

function isAlive(id: number): boolean {
	try {
		process.kill(id, 0);
		return true;
	} catch {
		return false;
	}
}
