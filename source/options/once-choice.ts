import {plainText} from '../target/plain-text.ts';
import {withoutSecrets} from '../target/without-secrets.ts';
import type {Arguments} from './arguments.ts';
import {commandOf} from './command.ts';
import type {FlagName} from './flags.ts';
import {type Problem, problem} from './problem.ts';

/** Judging saved files in place of a target: what else may be said on that command line. */
const fitting: ReadonlySet<FlagName> = new Set([
	'once',
	'json',
	'off',
	'only',
	'set',
	'config',
	'ascii',
	'no-color',
	'help',
	'version',
]);

const example = 'As in goroutop check --once dump.txt.';

/**
 * Whether files are to be judged instead of a target; undefined when not. A flag for a target beside it is a mistake,
 * while variables and the config file may hold what they want: they are not written for this one call.
 */
export const readOnce = ({words, givens}: Arguments): {readonly kind: 'once'} | Problem | undefined => {
	const once = givens.find(({flag}) => flag === 'once');
	if (once === undefined) {
		return undefined;
	}
	const named = commandOf(words[0]);
	if (named !== 'check') {
		return problem('--once is for goroutop check.', example);
	}
	const [, target] = words;
	if (target !== undefined) {
		return problem(
			`--once judges files and no target, but there is "${plainText(withoutSecrets(target), 40)}" too.`,
			'For several files write --once before each: goroutop check --once a.pb.gz --once b.pb.gz.',
		);
	}
	const other = givens.find(({flag}) => !fitting.has(flag));
	if (other !== undefined) {
		return problem(`${other.shown} is for a target, but --once judges a file.`, example);
	}
	return once.texts.filter(text => text === '-').length > 1
		? problem('Standard input can be read once only.', example)
		: {kind: 'once'};
};
