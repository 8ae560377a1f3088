import type {Label} from '../profile/profile.ts';

/** What was read, and the offset behind it. */
export type Scanned<T> = {readonly value: T; readonly end: number};

/** Go's `runtime.printquoted`: every character outside printable ASCII is escaped. */
const quotedPattern = /"((?:[^"\\]|\\.)*)"/y;
const barePattern = /[^\s:,{}"]*/y;
const lastCodePoint = 0x10ffff;
const characterByEscape: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t'};

/**
 * Scans `k: v, "k 2": "v 2"}` from behind the opening brace to behind the closing one. Go 1.26 quotes every key and
 * value, Go 1.27 only those with unusual characters, so that an empty one is nothing at all.
 */
export function scanLabelSet(text: string, start: number): Scanned<readonly Label[]> | undefined {
	const labels: Label[] = [];
	for (let offset = start; ; ) {
		const key = scanQuoted(text, offset) ?? scanBare(text, offset);
		if (!text.startsWith(': ', key.end)) return undefined;
		const value = scanQuoted(text, key.end + 2) ?? scanBare(text, key.end + 2);
		labels.push({key: key.value, value: value.value});
		if (text[value.end] === '}') return {value: labels, end: value.end + 1};
		if (!text.startsWith(', ', value.end)) return undefined;
		offset = value.end + 2;
	}
}

/** Scans CockroachDB's form of a label, `"k:v"` in one pair of quotes. */
export function scanQuotedPair(text: string, start: number): Scanned<Label> | undefined {
	const quoted = scanQuoted(text, start);
	if (quoted === undefined) return undefined;
	const colon = quoted.value.indexOf(':');
	const key = colon === -1 ? quoted.value : quoted.value.slice(0, colon);
	const value = colon === -1 ? '' : quoted.value.slice(colon + 1);
	return {value: {key, value}, end: quoted.end};
}

function scanQuoted(text: string, start: number): Scanned<string> | undefined {
	quotedPattern.lastIndex = start;
	const escaped = quotedPattern.exec(text)?.[1];
	return escaped === undefined ? undefined : {value: unescaped(escaped), end: quotedPattern.lastIndex};
}

function scanBare(text: string, start: number): Scanned<string> {
	barePattern.lastIndex = start;
	const value = barePattern.exec(text)?.[0] ?? '';
	return {value, end: start + value.length};
}

function unescaped(text: string): string {
	return text.replace(
		/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g,
		(_, two?: string, four?: string, eight?: string, character = '') => {
			const digits = two ?? four ?? eight;
			if (digits === undefined) return characterByEscape[character] ?? character;
			return String.fromCodePoint(Math.min(Number.parseInt(digits, 16), lastCodePoint));
		},
	);
}
