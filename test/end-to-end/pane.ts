import {execFileSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';

/** A real terminal: one tmux server of its own per pane, so that nobody's settings or sessions are touched. */
export type Pane = {
	readonly press: (...keys: readonly string[]) => void;
	readonly screen: () => string;
	/** With the styles, as escape sequences. */
	readonly styledScreen: () => string;
	/** Polls the screen until it matches; rejects with the screen when it does not in time. */
	readonly see: (pattern: RegExp, withinMilliseconds?: number) => Promise<string>;
	readonly resize: (widthColumns: number, heightRows: number) => void;
	/** What tmux says of the pane: `#{pane_current_command}`, `#{alternate_on}`, `#{cursor_flag}`. */
	readonly ask: (format: string) => string;
	readonly close: () => void;
};

export type PaneOptions = {
	readonly widthColumns: number;
	readonly heightRows: number;
	readonly environment?: {readonly [name: string]: string};
};

export const root = path.join(import.meta.dirname, '../..');

// Not GOROUTOP_...: the program would take that for a setting of its own.
const executable = process.env['TESTED_PROGRAM'];

/** What the tests run: the bundle with this Node, or the executable that TESTED_PROGRAM names. */
export const program: readonly string[] =
	executable === undefined
		? [process.execPath, path.join(root, 'dist/cli.js')]
		: [path.resolve(root, executable)];

/** The same as a shell takes it. */
export const programCommand = program.map(word => `'${word}'`).join(' ');

/** Variables, as a shell takes them, that load a module into the program before it begins. */
export const preload = (module: string): string =>
	`NODE_OPTIONS='--import ${module}' BUN_OPTIONS='--preload ${module}'`;

let panes = 0;

/** Opens a pane with a plain shell in it; `$ ` is its prompt. */
export function openPane({widthColumns, heightRows, environment = {}}: PaneOptions): Pane {
	panes++;
	const socket = `goroutop-test-${process.pid}-${panes}`;
	const tmux = (...words: readonly string[]) =>
		execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...words], {encoding: 'utf8'});
	const variables = Object.entries({LANG: 'C.UTF-8', ...environment}).map(
		([name, value]) => `${name}=${value}`,
	);
	const shell = [
		'env',
		'-u',
		'LC_ALL',
		'-u',
		'NO_COLOR',
		'-u',
		'TMUX',
		...variables,
		'PS1=$ ',
		'bash',
		'--norc',
		'--noprofile',
		'-i',
	];
	tmux(
		'-u',
		'new-session',
		'-d',
		'-x',
		String(widthColumns),
		'-y',
		String(heightRows),
		'-c',
		root,
		shell.map(word => `'${word}'`).join(' '),
	);
	tmux('set-option', '-g', 'status', 'off');
	tmux('set-option', '-g', 'window-size', 'manual');
	tmux('resize-window', '-x', String(widthColumns), '-y', String(heightRows));
	const screen = () => tmux('capture-pane', '-p');
	return {
		press: (...keys) => {
			tmux('send-keys', ...keys);
		},
		screen,
		styledScreen: () => tmux('capture-pane', '-pe'),
		see: async (pattern, withinMilliseconds = 15_000) => {
			const deadline = performance.now() + withinMilliseconds;
			for (;;) {
				const seen = screen();
				if (pattern.test(seen)) {
					return seen;
				}

				if (performance.now() > deadline) {
					throw new Error(
						`${pattern} did not appear within ${withinMilliseconds} ms; the screen shows:\n${seen}`,
					);
				}

				await delay(25);
			}
		},
		resize: (columns, rows) => {
			tmux('resize-window', '-x', String(columns), '-y', String(rows));
		},
		ask: format => tmux('display-message', '-p', format).trim(),
		close: () => {
			tmux('kill-server');
		},
	};
}
