import xterm from '@xterm/headless';
import type {Milliseconds} from '../source/profile/units.ts';
import type {Size, TerminalRecord} from './terminal.ts';

/** The program ends each frame with this (DEC private mode 2026): the last byte of a frame. */
const frameEnd = '\u001b[?2026l';

/** A screen as it was after a frame. */
export type Frame = {
	readonly atMilliseconds: Milliseconds;
	readonly lines: readonly string[];
	/** The row that is drawn inverse as a whole, counted from the top; -1 when there is none. */
	readonly selectedRow: number;
};

/** Replays what a program wrote on a terminal and looks at the screen after each frame. */
export async function replayFrames(
	{columns, rows}: Size,
	records: readonly TerminalRecord[],
): Promise<readonly Frame[]> {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	const write = (text: string) => new Promise<void>(resolve => terminal.write(text, resolve));
	const decoder = new TextDecoder();
	const frames: Frame[] = [];
	let open = '';
	for (const {kind, atMilliseconds, bytes} of records) {
		if (kind === 'key') continue;
		open += decoder.decode(bytes, {stream: true});
		for (let end = open.indexOf(frameEnd); end !== -1; end = open.indexOf(frameEnd)) {
			await write(open.slice(0, end + frameEnd.length));
			open = open.slice(end + frameEnd.length);
			frames.push({atMilliseconds, ...look(terminal, rows)});
		}
	}
	terminal.dispose();
	return frames;
}

function look(terminal: xterm.Terminal, rows: number): Omit<Frame, 'atMilliseconds'> {
	const {active} = terminal.buffer;
	const lines = Array.from({length: rows}, (_, row) => active.getLine(row));
	return {
		lines: lines.map(line => line?.translateToString(true) ?? ''),
		// Tabs are inverse too, but only a selected row is so from its first cell.
		selectedRow: lines.findIndex(line => (line?.getCell(0)?.isInverse() ?? 0) !== 0),
	};
}
