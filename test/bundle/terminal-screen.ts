import xterm from '@xterm/headless';

export type ScreenSize = {readonly columns: number; readonly rows: number};

const terminals = new Map<string, xterm.Terminal>();

const terminalOf = ({columns, rows}: ScreenSize): xterm.Terminal => {
	const key = `${columns}x${rows}`;
	const terminal =
		terminals.get(key) ??
		new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0, convertEol: true});
	terminals.set(key, terminal);
	terminal.reset();
	return terminal;
};

/** What a terminal shows after `written`: one text per cell with its character, width, colours and attributes. */
export const screenAfter = async (
	written: string,
	size: ScreenSize,
): Promise<{readonly rows: readonly (readonly string[])[]; readonly cursorRow: number}> => {
	const terminal = terminalOf(size);
	await new Promise<void>(resolve => terminal.write(written, resolve));
	const rows = Array.from({length: size.rows}, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({length: size.columns}, (_cell, column) => {
			const cell = line?.getCell(column);
			return cell === undefined
				? 'none'
				: [
						cell.getChars() || ' ',
						cell.getWidth(),
						cell.getFgColorMode(),
						cell.getFgColor(),
						cell.getBgColorMode(),
						cell.getBgColor(),
						cell.isBold(),
						cell.isDim(),
						cell.isItalic(),
						cell.isUnderline(),
						cell.isInverse(),
						cell.isStrikethrough(),
					].join();
		});
	});
	return {rows, cursorRow: terminal.buffer.active.cursorY};
};
