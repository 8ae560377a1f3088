import {plainText} from '../target/plain-text.ts';
import {parseCount} from './count.ts';
import {parseDuration} from './duration.ts';
import type {Flag} from './flag.ts';
import {type FlagName, type FlagValue, findFlag} from './flags.ts';
import type {Given} from './given.ts';
import {parsePercent} from './percent.ts';
import {type Problem, problem} from './problem.ts';

export type ParsedValue = {readonly kind: 'value'; readonly value: FlagValue<FlagName>} | Problem;

/** Understands what was given for a flag, and holds it against the flag's limits. */
export const parseValue = ({flag: name, shown, texts}: Given): ParsedValue => {
	const flag = findFlag(name) as Flag;
	const text = texts[0] ?? '';
	switch (flag.kind) {
		case 'duration':
		case 'percent':
		case 'count':
			return parseQuantity(flag, shown, text);
		case 'switch':
			return text === 'true' || text === 'false'
				? {kind: 'value', value: text === 'true'}
				: problem(
						`${shown} is a switch, but "${plainText(text, 20)}" is neither true nor false.`,
						'Write true or false.',
					);
		case 'list':
			return {
				kind: 'value',
				value: texts.flatMap(part => part.split(',')).flatMap(part => part.trim() || []),
			};
		case 'texts':
		case 'files':
			return {kind: 'value', value: texts};
		default:
			return {kind: 'value', value: text};
	}
};

type Quantity = {readonly ok: true; readonly value: number} | {readonly ok: false; readonly fault: string};

const parseQuantity = (flag: Flag, shown: string, text: string): ParsedValue => {
	const written = `${shown}: "${plainText(text, 30)}"`;
	const example = `As in --${flag.name} ${flag.defaultText ?? flag.limits?.least}.`;
	const parsed = quantityOf(flag, text);
	if (!parsed.ok) {
		return problem(`${written} ${parsed.fault}`, example);
	}
	if (flag.limits !== undefined) {
		const {least, most} = flag.limits;
		if (parsed.value < limit(flag, least)) {
			return problem(`${written} is too little: at least ${least}.`, example);
		}
		if (parsed.value > limit(flag, most)) {
			return problem(`${written} is too much: at most ${most}.`, example);
		}
	}
	return {kind: 'value', value: parsed.value};
};

const quantityOf = (flag: Flag, text: string): Quantity => {
	if (flag.kind === 'percent') {
		const parsed = parsePercent(text);
		return parsed.ok ? {ok: true, value: parsed.fraction} : parsed;
	}
	if (flag.kind === 'count') {
		const parsed = parseCount(text);
		return parsed.ok ? {ok: true, value: parsed.count} : parsed;
	}
	const parsed = parseDuration(text);
	return parsed.ok ? {ok: true, value: parsed.milliseconds} : parsed;
};

const limit = (flag: Flag, text: string): number => {
	const parsed = quantityOf(flag, text);
	return parsed.ok ? parsed.value : Number.NaN;
};
