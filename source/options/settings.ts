import {type FlagName, type FlagValue, findFlag, flags} from './flags.ts';
import type {Given, Source} from './given.ts';
import type {Problem} from './problem.ts';
import {parseValue} from './value.ts';

/** A flag's value and where it is from; `shown` is how sentences call it. */
type Setting<Value> = {readonly value: Value; readonly source: Source; readonly shown: string};

/** The value that counts, for every flag that was given or has a default. */
export type Settings = {
	readonly kind: 'settings';
	readonly find: <Name extends FlagName>(name: Name) => Setting<FlagValue<Name>> | undefined;
	/** Of a flag with a default. */
	readonly get: (name: 'interval' | 'timeout' | 'budget' | 'for') => Setting<number>;
	readonly list: (name: 'header' | 'ca' | 'off' | 'only' | 'set' | 'once') => readonly string[];
	readonly isOn: (name: FlagName) => boolean;
};

/**
 * Lets each source overrule the weaker ones, setting by setting. Every one of them must make sense, also where it is
 * overruled: a mistake that shows only now and then is harder to find.
 *
 * @param givens weakest source first
 */
export const settle = (givens: readonly Given[]): Settings | Problem => {
	const settled = new Map<FlagName, Setting<FlagValue<FlagName>>>();
	for (const given of [...defaults, ...givens]) {
		const parsed = parseValue(given);
		if (parsed.kind === 'problem') {
			return parsed;
		}
		const {source, shown} = given;
		const before = settled.get(given.flag)?.value;
		// Thresholds are many settings under one name: each overrules itself only.
		const value =
			given.flag === 'set' && isList(before) && isList(parsed.value)
				? [...before, ...parsed.value]
				: parsed.value;
		settled.set(given.flag, {value, source, shown});
	}
	return {
		kind: 'settings',
		// The table gives each name one kind, and parseValue goes by the kind.
		find: <Name extends FlagName>(name: Name) => settled.get(name) as Setting<FlagValue<Name>> | undefined,
		get: name => settled.get(name) as Setting<number>,
		list: name => {
			const value = settled.get(name)?.value;
			return isList(value) ? value : [];
		},
		isOn: name => settled.get(name)?.value === true,
	};
};

const isList = (value: FlagValue<FlagName> | undefined): value is readonly string[] => Array.isArray(value);

const defaults: readonly Given[] = flags.flatMap(({name}) => {
	const text = findFlag(name)?.defaultText;
	return text === undefined
		? []
		: [{flag: name, source: 'default' as const, shown: `--${name}`, texts: [text]}];
});
