import {inspect, isDeepStrictEqual} from 'node:util';
import type {Decoded} from '../../source/profile/decoded.ts';

const shownCharacters = 200;
const maxReasonCharacters = 700;
/** What a terminal acts on, and what could mislead a reader. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Throws when a property does not hold. The message begins the same for the same property. */
export function must(holds: boolean, property: string, detail: unknown = ''): asserts holds {
	if (!holds) {
		const shown = detail === '' ? '' : `: ${inspect(detail, {depth: 6}).slice(0, shownCharacters)}`;
		throw new Error(`${property}${shown}`);
	}
}

export function mustEqual(actual: unknown, expected: unknown, property: string): void {
	if (!isDeepStrictEqual(actual, expected)) {
		throw new Error(`${property} at ${firstDifference(actual, expected, '')}`);
	}
}

/** One line, fit for a terminal. */
export function mustBeSentence(text: string, property: string, maxCharacters = maxReasonCharacters): void {
	must(!unsafe.test(text), `${property} has characters that a terminal would act on`, text);
	must(text.length > 0 && text.length <= maxCharacters, `${property} is empty or too long`, text.length);
}

export function mustBeCount(value: number, property: string, most = Number.MAX_SAFE_INTEGER): void {
	must(Number.isSafeInteger(value) && value >= 0 && value <= most, `${property} is no count`, value);
}

/** Sums of numbers beyond 2^53 lose their last bits. */
export function mustSumTo(parts: readonly number[], whole: number, property: string): void {
	const sum = parts.reduce((total, part) => total + part, 0);
	const size = parts.reduce((total, part) => total + Math.abs(part), Math.abs(whole));
	must(Math.abs(sum - whole) <= size * 1e-9, `${property} do not sum up`, [sum, whole]);
}

/** What holds for every decoder: a reason that can be shown, a size in proportion, skipped counted, nothing invented. */
export function mustBeDecoded(decoded: Decoded<unknown>, inputBytes: number): void {
	if (!decoded.ok) {
		mustBeSentence(decoded.reason, 'the reason');
		return;
	}
	mustBeCount(decoded.skipped, 'skipped', inputBytes * 2);
	const most = 4000 + inputBytes * 40;
	must(weightOf(decoded.value, most) <= most, 'the output outgrows the input', inputBytes);
}

/** One for each character, number, property and array element, up to a little more than `most`; shared parts count once. */
function weightOf(root: unknown, most: number): number {
	const seen = new Set<unknown>();
	const left: unknown[] = [root];
	let weight = 0;
	while (left.length > 0 && weight <= most) {
		const value = left.pop();
		weight += typeof value === 'string' ? value.length : 1;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		const parts = value instanceof Map ? [...value].flat() : Object.values(value);
		weight += parts.length;
		if (weight <= most) for (const part of parts) left.push(part);
	}
	return weight;
}

function firstDifference(actual: unknown, expected: unknown, path: string): string {
	if (isObject(actual) && isObject(expected)) {
		for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
			if (!isDeepStrictEqual(actual[key], expected[key])) {
				return firstDifference(actual[key], expected[key], `${path}.${key}`);
			}
		}
	}
	const show = (value: unknown) => inspect(value, {depth: 2}).slice(0, shownCharacters);
	return `${path}: ${show(actual)} instead of ${show(expected)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
