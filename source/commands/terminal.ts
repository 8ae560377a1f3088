import {openSync} from 'node:fs';
import process from 'node:process';
import {ReadStream} from 'node:tty';

/** The keyboard, when there is a screen to draw on; undefined when lines are the better answer. */
export function screenInput(): NodeJS.ReadStream | undefined {
	if (!process.stdout.isTTY || process.env['TERM'] === 'dumb') {
		return undefined;
	}

	return process.stdin.isTTY ? process.stdin : openTerminal();
}

/** Something is piped into standard input, or it is closed: the keys still come from the terminal, if there is one. */
function openTerminal(): NodeJS.ReadStream | undefined {
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch {
		return undefined;
	}
}

/**
 * Whether the terminal shows Unicode: its locale says UTF-8. The Linux console's own font lacks the bars of sparklines.
 * Windows and macOS terminals speak UTF-8 whatever the variables say.
 */
export function showsUnicode(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
	if (environment['TERM'] === 'linux') {
		return false;
	}

	const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
	return platform === 'win32' || platform === 'darwin' || /utf-?8/iu.test(locale);
}
