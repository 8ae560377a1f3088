import type {Frame, Stack} from '../profile/frame.ts';
import type {Count} from '../profile/units.ts';

/**
 * Values one after the other, for the way between threads. Structured clone takes its time for each object and for each
 * string as often as it meets it; numbers in one buffer cost it nothing, and what both ends know already goes as its
 * number.
 */
export type Tape = {
	/** Its writer knew nothing: its reader is to forget what it knows. */
	readonly startsAnew: boolean;
	/** Those not written before. */
	readonly strings: readonly string[];
	readonly numbers: Float64Array<ArrayBuffer>;
};

/** What a writer has written on all its tapes so far, each thing with the number it goes by. */
export type Written = {
	readonly strings: Map<string, number>;
	readonly things: Map<unknown, number>;
	/** The rows of each table as they were on the last tape that had it. */
	readonly tables: Map<string, ReadonlyMap<unknown, WrittenRow>>;
	characters: Count;
};

type WrittenRow = {readonly row: unknown; readonly place: number};

/** The same at the other end, by number: for that, all tapes of one writer must be read, in their order. */
export type Heard = {
	readonly strings: string[];
	readonly things: unknown[];
	readonly tables: Map<string, readonly unknown[]>;
};

export type TapeWriter = {
	readonly number: (value: number) => void;
	readonly text: (value: string) => void;
	/** Writes a value, by identity, where it is first met, and from then on only its number. */
	readonly shared: <Value>(value: Value, write: (value: Value) => void) => void;
	readonly frame: (value: Frame) => void;
	readonly stack: (stack: Stack) => void;
	readonly list: <Item>(items: readonly Item[], write: (item: Item) => void) => void;
	/** A list of which most is as it was on the last tape with a table of this name. */
	readonly table: <Row>(name: string, rows: readonly Row[], how: TableRows<Row>) => void;
	readonly finish: () => Tape;
};

type TableRows<Row> = {
	/** What tells rows apart, by identity. */
	readonly keyOf: (row: Row) => unknown;
	readonly isSame: (a: Row, b: Row) => boolean;
	readonly write: (row: Row) => void;
};

/** Gives back what was written when asked in the same order; what was shared is shared again. */
export type TapeReader = {
	readonly number: () => number;
	readonly text: () => string;
	readonly shared: <Value>(read: () => Value) => Value;
	readonly frame: () => Frame;
	readonly stack: () => Stack;
	readonly list: <Item>(read: () => Item) => readonly Item[];
	readonly table: <Row>(name: string, read: () => Row) => readonly Row[];
};

export function nothingWritten(): Written {
	return {strings: new Map(), things: new Map(), tables: new Map(), characters: 0};
}

export function nothingHeard(): Heard {
	return {strings: [], things: [], tables: new Map()};
}

export function writeTape(written = nothingWritten()): TapeWriter {
	const numbers: number[] = [];
	const strings: string[] = [];
	const startsAnew = written.strings.size === 0 && written.things.size === 0;

	const number = (value: number) => {
		numbers.push(value);
	};
	const text = (value: string) => {
		const position = written.strings.get(value);
		numbers.push(position ?? written.strings.size);
		if (position === undefined) {
			written.strings.set(value, written.strings.size);
			written.characters += value.length;
			strings.push(value);
		}
	};
	const shared: TapeWriter['shared'] = (value, write) => {
		const position = written.things.get(value);
		numbers.push(position ?? written.things.size);
		if (position === undefined) {
			written.things.set(value, written.things.size);
			write(value);
		}
	};
	const list: TapeWriter['list'] = (items, write) => {
		numbers.push(items.length);
		for (const item of items) {
			write(item);
		}
	};
	const table: TapeWriter['table'] = (name, rows, {keyOf, isSame, write}) => {
		const before = written.tables.get(name);
		const now = new Map<unknown, WrittenRow>();
		list(rows, row => {
			const key = keyOf(row);
			const was = before?.get(key);
			const isKnown = was !== undefined && isSame(was.row as typeof row, row);
			now.set(key, {row, place: now.size});
			number(isKnown ? was.place : -1);
			if (!isKnown) {
				write(row);
			}
		});
		written.tables.set(name, now);
	};
	const writeFrame = ({functionName, file, line}: Frame) => {
		text(functionName);
		text(file);
		number(line);
	};
	const frame = (value: Frame) => shared(value, writeFrame);
	const writeStack = (value: Stack) => list(value, frame);
	return {
		number,
		text,
		shared,
		frame,
		stack: value => shared(value, writeStack),
		list,
		table,
		finish: () => ({startsAnew, strings, numbers: Float64Array.from(numbers)}),
	};
}

export function readTape(tape: Tape, heard = nothingHeard()): TapeReader {
	const {numbers} = tape;
	let at = 0;
	if (tape.startsAnew) {
		heard.strings.length = 0;
		heard.things.length = 0;
		heard.tables.clear();
	}

	for (const string of tape.strings) {
		heard.strings.push(string);
	}

	const number = () => numbers[at++] ?? 0;
	const text = () => heard.strings[number()] ?? '';
	const shared = <Value>(read: () => Value): Value => {
		const position = number();
		if (position >= heard.things.length) {
			// Its number is taken before those of what it is made of.
			heard.things.push(undefined);
			heard.things[position] = read();
		}

		return heard.things[position] as Value;
	};
	const list = <Item>(read: () => Item): readonly Item[] => {
		const items: Item[] = [];
		for (let left = number(); left > 0; left--) {
			items.push(read());
		}

		return items;
	};
	const table = <Row>(name: string, read: () => Row): readonly Row[] => {
		const before = heard.tables.get(name);
		const rows = list(() => {
			const place = number();
			return place === -1 ? read() : (before?.[place] as Row);
		});
		heard.tables.set(name, rows);
		return rows;
	};
	const readFrame = (): Frame => ({functionName: text(), file: text(), line: number()});
	const frame = () => shared(readFrame);
	const readStack = () => list(frame);
	return {number, text, shared, frame, stack: () => shared(readStack), list, table};
}
