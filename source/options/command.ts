import {parseTargetAddress, type TargetAddress} from '../target/address.ts';
import {plainText} from '../target/plain-text.ts';
import {withoutSecrets} from '../target/without-secrets.ts';
import {targetVariable} from './environment.ts';
import type {Command} from './flag.ts';
import {nearest} from './nearest.ts';
import {type Problem, problem} from './problem.ts';

/** What to do, and to which target. The demo brings its own. */
export type Task =
	| {readonly kind: 'task'; readonly command: 'demo'}
	| {readonly kind: 'task'; readonly command: 'watch' | 'check'; readonly address: TargetAddress};

const commands: readonly Command[] = ['watch', 'check', 'demo'];

export const commandOf = (word: string | undefined): Command | undefined =>
	commands.find(name => name === word);

/**
 * @param words the command line without its flags
 * @param target of the environment, for when the words name none
 */
export const readTask = (words: readonly string[], target: string | undefined): Task | Problem => {
	const named = commandOf(words[0]);
	const command = named ?? 'watch';
	const [first, second, ...more] = named === undefined ? words : words.slice(1);
	if (command === 'demo') {
		return first === undefined
			? {kind: 'task', command}
			: problem(
					'goroutop demo brings its own target.',
					`To watch a target, write ${line('watch', [first])}.`,
				);
	}
	if (first === undefined) {
		return target === undefined ? noTarget(command) : withAddress(command, target, `${targetVariable}: `);
	}
	if (second === undefined) {
		const task = withAddress(command, first, '');
		return task.kind === 'problem' && named === undefined ? (misspelt(first, []) ?? task) : task;
	}
	const late = commandOf(second);
	if (late !== undefined && more.length === 0) {
		return problem(
			'The command goes before the target.',
			`Write ${line(late, late === 'demo' ? [] : [first])}.`,
		);
	}
	if (named === undefined && !parseTargetAddress(first).ok) {
		return misspelt(first, [second, ...more]) ?? unknownCommand(first);
	}
	return problem(
		`goroutop looks at one target, but got ${more.length + 2}: ${[first, second, ...more].slice(0, 3).map(shown).join(', ')}.`,
		'Start one goroutop for each, as in two panes of a terminal.',
	);
};

const withAddress = (command: 'watch' | 'check', text: string, place: string): Task | Problem => {
	const parsed = parseTargetAddress(text);
	return parsed.ok
		? {kind: 'task', command, address: parsed.address}
		: problem(`${place}${parsed.sentence}`, `goroutop 6060 watches port 6060 of this machine; ${demoHint}.`);
};

const noTarget = (command: 'watch' | 'check'): Problem =>
	problem('No target given.', `${line(command, ['6060'])} is for port 6060 of this machine; ${demoHint}.`);

const demoHint = 'goroutop demo needs no target';

const misspelt = (word: string, rest: readonly string[]): Problem | undefined => {
	const meant = commandOf(nearest(word, commands));
	return meant === undefined
		? undefined
		: problem(`Unknown command ${shown(word)}: did you mean ${meant}?`, `Write ${line(meant, rest)}.`);
};

const unknownCommand = (word: string): Problem =>
	problem(
		`Unknown command ${shown(word)}: there are check and demo.`,
		'To watch a target, write it alone, as in goroutop 6060.',
	);

const line = (command: Command, rest: readonly string[]): string =>
	[
		'goroutop',
		...(command === 'watch' ? [] : [command]),
		...rest.map(word => plainText(withoutSecrets(word), 60)),
	].join(' ');

const shown = (text: string): string => `"${plainText(withoutSecrets(text), 40)}"`;
