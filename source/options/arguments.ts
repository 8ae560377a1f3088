import meow, {type AnyFlag} from 'meow';
import {plainText} from '../target/plain-text.ts';
import type {Flag} from './flag.ts';
import {type FlagName, findFlag, flags} from './flags.ts';
import type {Given} from './given.ts';
import {didYouMean} from './nearest.ts';
import {helpHint, type Problem, problem} from './problem.ts';

export type Arguments = {
	readonly kind: 'arguments';
	/** What is not a flag: the command and the target. */
	readonly words: readonly string[];
	readonly givens: readonly Given[];
	readonly asks: 'help' | 'version' | undefined;
};

/**
 * Takes the command line (without the program's own name) apart.
 *
 * A flag that takes one value may be repeated, and the last one counts, so that a shell alias can be overruled. Each
 * switch has a `--no-` form for the same reason.
 */
export const readArguments = (argv: readonly string[]): Arguments | Problem => {
	const joined = withDashesJoined(argv);
	const {input: words, flags: values} = meow({
		argv: [...joined],
		importMeta: import.meta,
		pkg: {name: 'goroutop'},
		description: false,
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
		flags: meowFlags,
	});
	const tokens = flagTokens(joined);
	const asks = (['help', 'version'] as const).find(name => tokens.some(token => isToken(token, name)));
	if (asks !== undefined) {
		return {kind: 'arguments', words, givens: [], asks};
	}
	for (const token of tokens) {
		const unknown = checkToken(token);
		if (unknown !== undefined) {
			return unknown;
		}
	}
	const givens: Given[] = [];
	for (const flag of flags) {
		const value: unknown = values[meowKey(flag)];
		const shown = `--${flag.name}`;
		if (typeof value === 'boolean') {
			givens.push({flag: flag.name, source: 'flag', shown, texts: [String(value !== isNegative(flag))]});
		} else if (Array.isArray(value)) {
			const texts = value.map(String);
			if (texts.length < tokens.filter(({name}) => name === flag.name).length || texts.includes('')) {
				return problem(`${shown} needs a value${example(flag)}.`, helpHint);
			}
			if (texts.length > 0) {
				givens.push({
					flag: flag.name,
					source: 'flag',
					shown,
					texts: repeatable(flag) ? texts : texts.slice(-1),
				});
			}
		}
	}
	return {kind: 'arguments', words, givens, asks: undefined};
};

/** meow takes no `-` for a value unless it is joined on; here it stands for standard input. */
const withDashesJoined = (argv: readonly string[]): readonly string[] =>
	argv.flatMap((word, index) => {
		if (word === '-' && takesValue(argv[index - 1])) {
			return [];
		}
		return argv[index + 1] === '-' && takesValue(word) ? [`${word}=-`] : [word];
	});

const takesValue = (word: string | undefined): boolean => {
	const flag = word?.startsWith('--') ? findFlag(word.slice(2)) : undefined;
	return flag !== undefined && flag.kind !== 'switch';
};

const isNegative = (flag: Flag): boolean => flag.name.startsWith('no-');

/** meow reads `--no-color` as color: false, whatever was declared. */
const positiveName = (flag: Flag): string => (isNegative(flag) ? flag.name.slice('no-'.length) : flag.name);

const meowKey = (flag: Flag): string =>
	positiveName(flag).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const repeatable = (flag: Flag): boolean => ['files', 'texts', 'list'].includes(flag.kind);

const meowFlags: Record<string, AnyFlag> = Object.fromEntries(
	flags.map((flag: Flag) => {
		const short = flag.short === undefined ? {} : {shortFlag: flag.short};
		// Declared as repeatable, as meow throws when another one is given twice.
		return [
			meowKey(flag),
			flag.kind === 'switch' ? {type: 'boolean', ...short} : {type: 'string', isMultiple: true},
		];
	}),
);

const switchNames = new Set(
	flags.flatMap((flag: Flag) =>
		flag.kind === 'switch' ? [positiveName(flag), `no-${positiveName(flag)}`] : [],
	),
);

type FlagToken = {readonly dashes: string; readonly name: string; readonly hasValue: boolean};

/** What meow takes for flags: it lets no value begin with a dash, unless it is a number or joined on with `=`. */
const flagTokens = (argv: readonly string[]): readonly FlagToken[] => {
	const end = argv.indexOf('--');
	return (end === -1 ? argv : argv.slice(0, end))
		.filter(token => /^-./s.test(token) && !/^-(?:\d+(?:\.\d+)?|\.\d+)$/.test(token))
		.map(token => {
			const [, dashes = '', name = '', value] = /^(--?)([^=]*)(=.*)?$/s.exec(token) ?? [];
			return {dashes, name, hasValue: value !== undefined};
		});
};

/** meow finds a -h in -heap, too. */
const isToken = ({dashes, name, hasValue}: FlagToken, flagName: FlagName): boolean =>
	!hasValue && name === (dashes === '-' ? findFlag(flagName)?.short : flagName);

const checkToken = ({dashes, name, hasValue}: FlagToken): Problem | undefined => {
	// curl takes -uNAME:PASSWORD: who writes that here must not see it repeated.
	const shown = `${dashes}${plainText(name.replace(/:.*/s, ''), 40)}`;
	const isShort = dashes === '-';
	const known = isShort
		? flags.some((flag: Flag) => flag.short === name)
		: switchNames.has(name) || findFlag(name) !== undefined;
	if (!known) {
		const names: readonly FlagName[] = flags.map(flag => flag.name);
		const meant = isShort && name.length < 3 ? '.' : didYouMean(name, names, flag => `--${flag}`);
		return problem(`Unknown flag ${shown}${meant}`, helpHint);
	}
	if (hasValue && (isShort || switchNames.has(name))) {
		return problem(`${shown} is a switch: it takes no value.`, `Write ${shown} alone.`);
	}
	return undefined;
};

const example = (flag: Flag): string => {
	const value = flag.defaultText ?? flag.placeholder;
	return value === undefined ? '' : `, as in --${flag.name} ${value}`;
};
