import {Buffer} from 'node:buffer';
import process from 'node:process';
import {lastScroll} from '../present/frame.ts';
import {terminalTitle} from '../present/terminal-title.ts';
import type {Wish} from '../session/session.ts';
import {painter} from '../views/colours.ts';
import {paintFirst} from '../views/first-paint.ts';
import type {OpenScreen} from '../views/open-screen.tsx';
import {awaitEnding, type Ending} from './ending.ts';
import {sayFarewell} from './farewell.ts';
import type {Watch} from './prepare-watch.ts';
import {writeWithoutWaiting} from './slow-output.ts';
import {keepHeapSmall} from './small-heap.ts';

/** How the screen looks and where it is. */
export type ScreenOptions = {
	readonly colour: boolean;
	readonly bell: boolean;
	readonly version: string;
	readonly stdin: NodeJS.ReadStream;
};

/** Watches on the full screen until the person quits; gives the exit code. The terminal is as before when it returns. */
export async function watchOnScreen(
	watch: Watch,
	{colour, bell, version, stdin}: ScreenOptions,
): Promise<number> {
	const {stdout} = process;
	const {store, clock} = watch;
	const ending = awaitEnding();
	// Node prints its warnings to standard error, which is the same terminal: they would tear the screen.
	process.removeAllListeners('warning');
	const resized = () =>
		store.dispatch({
			type: 'resized',
			at: clock.now(),
			widthColumns: stdout.columns ?? 80,
			heightRows: stdout.rows ?? 24,
		});
	resized();
	stdout.on('resize', resized);
	const pressed = (key: string) =>
		store.dispatch({type: 'key-pressed', at: clock.now(), key, lastScroll: lastScroll(store.getSnapshot())});
	const suspended = () => pressed('ctrl+z');
	process.on('SIGTSTP', suspended);
	const output = writeWithoutWaiting(stdout);
	const paint = painter(colour ? 'sixteen' : 'none');
	const unpaint = paintFirst(stdout, store.getSnapshot(), paint);
	keepHeapSmall();
	const {openScreen} = await import('../views/open-screen.tsx').catch((error: unknown) => {
		unpaint();
		throw error;
	});
	const screen = openScreen({store, pressed, stdin, stdout, paint, terminal: output});
	screen.closed.catch((error: unknown) => ending.end({kind: 'crash', error}));
	const unsubscribe = fulfilWishes(watch, screen, ending.end);
	const untitle = announce(watch, bell);

	await screen.drawn;
	const failed = await Promise.race([watch.start(), ending.ended]);
	const last = failed ?? (await ending.ended);

	unsubscribe();
	untitle();
	stdout.off('resize', resized);
	process.off('SIGTSTP', suspended);
	screen.close();
	await Promise.all([watch.stop(), output.release()]);
	ending.release();
	return sayFarewell(watch, last, version);
}

/** Does once what the session asks of the outer world. */
function fulfilWishes({store}: Watch, screen: OpenScreen, end: (ending: Ending) => void): () => void {
	let fulfilled = store.getSnapshot().wish.serial;
	const suspend = suspender(screen);
	return store.subscribe(() => {
		const {wish} = store.getSnapshot();
		if (wish.serial !== fulfilled) {
			fulfilled = wish.serial;
			void fulfil(wish, {screen, end, suspend});
		}
	});
}

type Outside = {
	readonly screen: OpenScreen;
	readonly end: (ending: Ending) => void;
	readonly suspend: () => Promise<void>;
};

async function fulfil(wish: Wish, {screen, end, suspend}: Outside): Promise<void> {
	switch (wish.kind) {
		case 'none': {
			return;
		}

		case 'quit': {
			end({kind: 'quit'});
			return;
		}

		case 'copy': {
			process.stdout.write(clipboardSequence(wish.text));
			return;
		}

		case 'redraw': {
			screen.redraw();
			return;
		}

		case 'suspend': {
			// Windows stops no process.
			if (process.platform !== 'win32') {
				await suspend();
			}
		}
	}
}

/** OSC 52. tmux takes it from a program inside only when wrapped, if it was told to let such things pass. */
function clipboardSequence(text: string): string {
	const sequence = `\u{1b}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;
	return process.env['TMUX'] === undefined ? sequence : `${sequence}\u{1b}Ptmux;\u{1b}${sequence}\u{1b}\\`;
}

/** Stops like any program at Ctrl-Z: the terminal is given back first, and taken again after `fg`. */
function suspender(screen: OpenScreen): () => Promise<void> {
	let isSuspended = false;
	return async () => {
		// Keys that arrive together may ask for it twice, but the terminal can be lent once only.
		if (isSuspended) {
			return;
		}

		isSuspended = true;
		// While the terminal is lent nothing else keeps the process alive, and it would end at `fg`.
		const alive = setInterval(() => undefined, 1_000_000);
		const takeBack = await screen.lendTerminal();
		process.once('SIGCONT', async () => {
			clearInterval(alive);
			await takeBack();
			isSuspended = false;
		});
		// The whole job, as the terminal itself would do it: whoever started us (npm, a script) must stop, too.
		process.kill(0, 'SIGSTOP');
	};
}

/** Keeps the terminal's title true and rings for a new warning when asked; gives the title back in the end. */
function announce({store}: Watch, bell: boolean): () => void {
	const {stdout} = process;
	let title = '';
	let known = new Set<string>();
	const tell = () => {
		const session = store.getSnapshot();
		const next = terminalTitle(session);
		if (next !== title) {
			title = next;
			stdout.write(`\u{1b}]0;${title}\u{7}`);
		}

		const firing = session.warnings.firing.filter(({severity}) => severity !== 'info').map(({id}) => id);
		if (bell && firing.some(id => !known.has(id))) {
			stdout.write('\u{7}');
		}

		known = new Set(firing);
	};

	stdout.write('\u{1b}[22;0t');
	tell();
	const unsubscribe = store.subscribe(tell);
	return () => {
		unsubscribe();
		stdout.write('\u{1b}[23;0t');
	};
}
