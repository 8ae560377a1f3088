/** What a terminal's pen draws with: colours as SGR parameters ('' is the default) and a bit per attribute. */
type Pen = {readonly foreground: string; readonly background: string; readonly attributes: number};

type Attribute = {readonly bit: number; readonly on: number; readonly off: number};

const attributes: readonly Attribute[] = [
	{bit: 1, on: 1, off: 22},
	{bit: 2, on: 2, off: 22},
	{bit: 4, on: 3, off: 23},
	{bit: 8, on: 4, off: 24},
	{bit: 16, on: 5, off: 25},
	{bit: 32, on: 7, off: 27},
	{bit: 64, on: 8, off: 28},
	{bit: 128, on: 9, off: 29},
	{bit: 256, on: 53, off: 55},
];

const plainPen: Pen = {foreground: '', background: '', attributes: 0};

/** The pen every row starts and ends with. */
export const plainPenId = 0;

const maxPens = 4096;
let pens: Pen[] = [plainPen];
let ids = new Map<string, number>([['||0', plainPenId]]);
let afterSequence: Map<string, number>[] = [new Map()];
let changes = new Map<number, string>();

/** Forgets every pen but the plain one once there are too many. Ids given out before are void afterwards. */
export const forgetPensWhenTooMany = (): void => {
	if (pens.length < maxPens) {
		return;
	}
	pens = [plainPen];
	ids = new Map([['||0', plainPenId]]);
	afterSequence = [new Map()];
	changes = new Map();
};

const idOf = (pen: Pen): number => {
	const key = `${pen.foreground}|${pen.background}|${pen.attributes}`;
	let id = ids.get(key);
	if (id === undefined) {
		id = pens.length;
		pens.push(pen);
		afterSequence.push(new Map());
		ids.set(key, id);
	}
	return id;
};

const penAt = (id: number): Pen => pens[id] ?? plainPen;

/** Number of parameters an extended colour takes behind 38 or 48, or 0 when it is malformed. */
const extendedColourLength = (parameters: readonly number[], index: number): number => {
	const length = parameters[index + 1] === 5 ? 2 : parameters[index + 1] === 2 ? 4 : 0;
	return index + length < parameters.length ? length : 0;
};

const applyParameters = (pen: Pen, parameters: readonly number[]): Pen | undefined => {
	let {foreground, background, attributes: bits} = pen;
	for (let index = 0; index < parameters.length; index++) {
		const code = parameters[index] ?? 0;
		if (code === 0) {
			foreground = '';
			background = '';
			bits = 0;
		} else if (code === 38 || code === 48) {
			const length = extendedColourLength(parameters, index);
			if (length === 0) {
				return undefined;
			}
			const colour = parameters.slice(index, index + length + 1).join(';');
			[foreground, background] = code === 38 ? [colour, background] : [foreground, colour];
			index += length;
		} else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
			foreground = String(code);
		} else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
			background = String(code);
		} else if (code === 39) {
			foreground = '';
		} else if (code === 49) {
			background = '';
		} else {
			let isKnown = false;
			for (const attribute of attributes) {
				if (code === attribute.on) {
					bits |= attribute.bit;
					isKnown = true;
				} else if (code === attribute.off) {
					bits &= ~attribute.bit;
					isKnown = true;
				}
			}
			if (!isKnown) {
				return undefined;
			}
		}
	}
	return {foreground, background, attributes: bits};
};

/**
 * The pen after a style sequence (ESC [ … m, digits and semicolons only), or -1 when the sequence holds something
 * this table does not follow, such as coloured underlines.
 */
export const penAfter = (id: number, sequence: string): number => {
	const known = afterSequence[id]?.get(sequence);
	if (known !== undefined) {
		return known;
	}
	const parameters = sequence.slice(2, -1).split(';').map(Number);
	const pen = applyParameters(penAt(id), parameters);
	const next = pen === undefined ? -1 : idOf(pen);
	afterSequence[id]?.set(sequence, next);
	return next;
};

const computeChange = (from: Pen, to: Pen): string => {
	const turnOff = new Set<number>();
	const turnOn: (number | string)[] = [];
	for (const {bit, off} of attributes) {
		if ((from.attributes & bit) !== 0 && (to.attributes & bit) === 0) {
			turnOff.add(off);
		}
	}
	for (const {bit, on, off} of attributes) {
		// Bold and dim share one "off", so what stays on must be set again behind it.
		if ((to.attributes & bit) !== 0 && ((from.attributes & bit) === 0 || turnOff.has(off))) {
			turnOn.push(on);
		}
	}
	if (from.foreground !== to.foreground) {
		turnOn.push(to.foreground === '' ? 39 : to.foreground);
	}
	if (from.background !== to.background) {
		turnOn.push(to.background === '' ? 49 : to.background);
	}
	return `\u001B[${[...turnOff, ...turnOn].join(';')}m`;
};

/** The shortest style sequence that turns one pen into another; empty when they are the same. */
export const changePen = (from: number, to: number): string => {
	if (from === to) {
		return '';
	}
	if (to === plainPenId) {
		return '\u001B[m';
	}
	const key = from * maxPens * 2 + to;
	let change = changes.get(key);
	if (change === undefined) {
		const direct = computeChange(penAt(from), penAt(to));
		const viaReset = computeChange(plainPen, penAt(to)).replace('[', '[0;');
		change = direct.length <= viaReset.length ? direct : viaReset;
		changes.set(key, change);
	}
	return change;
};
