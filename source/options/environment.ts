import {plainText} from '../target/plain-text.ts';
import type {Flag} from './flag.ts';
import {environmentName, flags} from './flags.ts';
import type {Given} from './given.ts';
import {didYouMean} from './nearest.ts';
import {type Problem, problem} from './problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type FromEnvironment = {
	readonly kind: 'environment';
	readonly givens: readonly Given[];
	/** GOROUTOP_TARGET */
	readonly target: string | undefined;
	/** GOROUTOP_PASSWORD */
	readonly password: string | undefined;
};

const prefix = 'GOROUTOP_';
export const targetVariable = 'GOROUTOP_TARGET';
const passwordVariable = 'GOROUTOP_PASSWORD';

/** Reads the GOROUTOP_* variables. An empty one counts as not set. Of other variables it knows nothing. */
export const readEnvironment = (environment: Environment): FromEnvironment | Problem => {
	const givens: Given[] = [];
	for (const [name, text] of Object.entries(environment)) {
		if (
			!name.startsWith(prefix) ||
			name === targetVariable ||
			name === passwordVariable ||
			ofKubernetes.test(name)
		) {
			continue;
		}
		const flag = flagByVariable.get(name);
		if (flag === undefined) {
			const known = [...flagByVariable.keys(), targetVariable, passwordVariable];
			const meant = didYouMean(
				name.slice(prefix.length),
				known.map(withoutPrefix),
				rest => `${prefix}${rest}`,
			);
			return problem(
				`Unknown variable ${plainText(name, 60)} in the environment${meant}`,
				`Unset it, or set one that goroutop knows: GOROUTOP_ and a flag's name.`,
			);
		}
		if (text !== undefined && text !== '') {
			givens.push({flag: flag.name, source: 'environment', shown: name, texts: textsOf(flag, text)});
		}
	}
	return {
		kind: 'environment',
		givens,
		target: environment[targetVariable] || undefined,
		password: environment[passwordVariable] || undefined,
	};
};

/** Kubernetes tells every pod of a Service named goroutop in variables of its own. */
const ofKubernetes = /^GOROUTOP_(SERVICE|PORT)(_|$)/u;

const flagByVariable = new Map(
	flags.filter(flag => flag.settable !== 'flag').map(flag => [environmentName(flag.name), flag]),
);

const withoutPrefix = (name: string): string => name.slice(prefix.length);

const textsOf = (flag: Flag, text: string): readonly string[] => {
	if (flag.kind === 'switch') {
		return [switchText(text)];
	}
	return flag.kind === 'texts' || flag.kind === 'files'
		? text.split('\n').filter(line => line.trim() !== '')
		: [text];
};

const switchText = (text: string): string => {
	const written = text.trim().toLowerCase();
	return ['1', 'yes', 'on'].includes(written)
		? 'true'
		: ['0', 'no', 'off'].includes(written)
			? 'false'
			: written;
};
