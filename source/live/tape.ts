import type {Frame, Stack} from '../profile/frame.ts';

/**
 * Values one after the other, for the way between threads. Structured clone takes its time for each object and for each
 * string as often as it meets it; numbers in one buffer cost it nothing, and the strings are each here once.
 */
export type Tape = {readonly strings: readonly string[]; readonly numbers: Float64Array<ArrayBuffer>};

export type TapeWriter = {
	readonly number: (value: number) => void;
	readonly text: (value: string) => void;
	/** Frames are written once, by identity. */
	readonly stack: (stack: Stack) => void;
	readonly list: <Item>(items: readonly Item[], write: (item: Item) => void) => void;
	readonly finish: () => Tape;
};

/** Gives back what was written when asked in the same order; frames are shared again. */
export type TapeReader = {
	readonly number: () => number;
	readonly text: () => string;
	readonly stack: () => Stack;
	readonly list: <Item>(read: () => Item) => readonly Item[];
};

export function writeTape(): TapeWriter {
	const numbers: number[] = [];
	const positionOfString = new Map<string, number>();
	const positionOfFrame = new Map<Frame, number>();

	const text = (value: string) => {
		const position = positionOfString.get(value) ?? positionOfString.size;
		positionOfString.set(value, position);
		numbers.push(position);
	};
	const list: TapeWriter['list'] = (items, write) => {
		numbers.push(items.length);
		for (const item of items) {
			write(item);
		}
	};
	const frame = (value: Frame) => {
		const position = positionOfFrame.get(value);
		numbers.push(position ?? positionOfFrame.size);
		if (position === undefined) {
			positionOfFrame.set(value, positionOfFrame.size);
			text(value.functionName);
			text(value.file);
			numbers.push(value.line);
		}
	};
	return {
		number: value => numbers.push(value),
		text,
		stack: stack => list(stack, frame),
		list,
		finish: () => ({strings: [...positionOfString.keys()], numbers: Float64Array.from(numbers)}),
	};
}

export function readTape({strings, numbers}: Tape): TapeReader {
	let at = 0;
	const frames: Frame[] = [];

	const number = () => numbers[at++] ?? 0;
	const text = () => strings[number()] ?? '';
	const list = <Item>(read: () => Item): readonly Item[] => {
		const items: Item[] = [];
		for (let left = number(); left > 0; left--) {
			items.push(read());
		}

		return items;
	};
	const frame = (): Frame => {
		const position = number();
		const known = frames[position];
		if (known !== undefined) {
			return known;
		}

		const read = {functionName: text(), file: text(), line: number()};
		frames.push(read);
		return read;
	};
	return {number, text, stack: () => list(frame), list};
}
