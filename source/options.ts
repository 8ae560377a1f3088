import type {DetectorSettings} from './detectors/settings.ts';
import type {Arguments} from './options/arguments.ts';
import {commandOf, readTask} from './options/command.ts';
import {type ConfigFile, readConfig} from './options/config-file.ts';
import {readConnection} from './options/connection-choice.ts';
import {readDetectorChoice} from './options/detector-choice.ts';
import {type Environment, readEnvironment} from './options/environment.ts';
import type {Command} from './options/flag.ts';
import {findFlag} from './options/flags.ts';
import {type Given, isStronger} from './options/given.ts';
import {helpText} from './options/help.ts';
import {inHome} from './options/home.ts';
import {readOnce} from './options/once-choice.ts';
import {type Problem, problem} from './options/problem.ts';
import {type Settings, settle} from './options/settings.ts';
import type {Count, Fraction, Milliseconds} from './profile/units.ts';
import type {Connection} from './target/connection.ts';

type CommonOptions = {
	readonly intervalMilliseconds: Milliseconds;
	/** For one answer of the target. */
	readonly timeoutMilliseconds: Milliseconds;
	/** Share of the target's time that polling may take. */
	readonly budgetFraction: Fraction;
	readonly detectors: DetectorSettings;
	/** Who may ask for a dump of all goroutines, and for a leak profile, beside the person. */
	readonly errands: {readonly dump: ErrandMode; readonly leaks: ErrandMode};
	/** From this many goroutines on, no dump is taken by itself. */
	readonly dumpLimitGoroutines: Count;
	readonly appearance: Appearance;
};

/** As the session has it: nobody, a warning that needs one, the program again and again. */
type ErrandMode = 'on request' | 'when needed' | 'regularly';

type Appearance = {
	readonly color: boolean;
	/** Undefined: as the terminal can. */
	readonly ascii: boolean | undefined;
	readonly bell: boolean;
	/** Begin with the sites in the person's own code only. */
	readonly ownCodeOnly: boolean;
};

type WatchOptions = CommonOptions & {
	readonly kind: 'watch';
	readonly connection: Connection;
	/** Lines instead of a screen. */
	readonly plain: boolean;
};

type CheckOptions = CommonOptions & {
	readonly kind: 'check';
	readonly connection: Connection;
	readonly checkForMilliseconds: Milliseconds;
	readonly json: boolean;
};

/** Saved dumps and profiles, judged without a target. */
type OnceOptions = CommonOptions & {
	readonly kind: 'once';
	/** `-` is standard input. */
	readonly files: readonly string[];
	readonly json: boolean;
};

type DemoOptions = CommonOptions & {readonly kind: 'demo'; readonly plain: boolean};

export type Options = WatchOptions | CheckOptions | OnceOptions | DemoOptions;

export type ParsedOptions =
	| Options
	| {readonly kind: 'help'; readonly text: string}
	| {readonly kind: 'version'; readonly text: string}
	| Problem;

/**
 * What the person wants, from all places where it can be said: flags go before GOROUTOP_* variables, these before the
 * config file, that before the defaults. Touches neither files nor the process.
 *
 * @param from.commandLine what readArguments made of the command line
 * @param from.config what parseConfigText made of the config file; undefined when there is none
 * @param from.version of goroutop
 */
export const parseOptions = (from: {
	readonly commandLine: Arguments | Problem;
	readonly environment: Environment;
	readonly homeFolder: string;
	readonly config: ConfigFile | Problem | undefined;
	readonly version: string;
}): ParsedOptions => {
	const read = from.commandLine;
	if (read.kind === 'problem') {
		return read;
	}
	if (read.asks === 'version') {
		return {kind: 'version', text: `goroutop ${from.version}\n`};
	}
	const [first, second] = read.words;
	if (read.asks === 'help' || first === 'help') {
		return {kind: 'help', text: helpText(commandOf(first === 'help' ? second : first) ?? 'watch')};
	}
	const surroundings = readEnvironment(from.environment);
	if (surroundings.kind === 'problem') {
		return surroundings;
	}
	const task = readOnce(read) ?? readTask(read.words, surroundings.target);
	if (task.kind === 'problem') {
		return task;
	}
	const command = task.kind === 'once' ? 'check' : task.command;
	const misplaced = read.givens.find(given => !findFlag(given.flag)?.commands.includes(command));
	if (misplaced !== undefined) {
		return notForCommand(misplaced, command);
	}
	const configured = from.config?.kind === 'config' ? readConfig(from.config) : (from.config ?? []);
	if ('kind' in configured) {
		return configured;
	}
	const settings = settle(
		[...configured, ...surroundings.givens, ...read.givens].map(given => withHome(given, from.homeFolder)),
	);
	if (settings.kind === 'problem') {
		return settings;
	}
	const common = readCommon(settings, from.environment);
	if ('kind' in common) {
		return common;
	}
	if (task.kind === 'once') {
		return {...common, kind: 'once', files: settings.list('once'), json: settings.isOn('json')};
	}
	if (task.command === 'demo') {
		return {...common, kind: 'demo', plain: settings.isOn('plain')};
	}
	const reached = readConnection(settings, task.address, {
		version: from.version,
		password: surroundings.password,
	});
	if (reached.kind === 'problem') {
		return reached;
	}
	const {connection} = reached;
	if (task.command === 'watch') {
		return {...common, kind: 'watch', connection, plain: settings.isOn('plain')};
	}
	const {value: checkForMilliseconds, shown} = settings.get('for');
	return checkForMilliseconds > common.intervalMilliseconds
		? {...common, kind: 'check', connection, checkForMilliseconds, json: settings.isOn('json')}
		: problem(
				`${shown} must be longer than ${settings.get('interval').shown}: one poll alone can be compared with nothing.`,
				'As in goroutop check 6060 --for 1m --interval 2s.',
			);
};

const readCommon = (settings: Settings, environment: Environment): CommonOptions | Problem => {
	const off = settings.find('off');
	const only = settings.find('only');
	// Who asks for a detector on the command line wants it, whatever the config file says.
	const isOverruled = off !== undefined && only !== undefined && isStronger(only.source, off.source);
	const detectors = readDetectorChoice({
		off: isOverruled ? [] : (off?.value ?? []),
		only: only?.value ?? [],
		set: settings.list('set'),
	});
	if (detectors.kind === 'problem') {
		return detectors;
	}
	// no-color.org: the person's own settings for a program go before NO_COLOR, and an empty one does not count.
	const noColor = settings.find('no-color')?.value ?? (environment['NO_COLOR'] ?? '') !== '';
	return {
		intervalMilliseconds: settings.get('interval').value,
		timeoutMilliseconds: settings.get('timeout').value,
		budgetFraction: settings.get('budget').value,
		detectors: detectors.settings,
		...readErrands(settings),
		appearance: {
			color: !noColor,
			ascii: settings.find('ascii')?.value,
			bell: settings.isOn('bell'),
			ownCodeOnly: settings.isOn('own-code'),
		},
	};
};

/** Up to so many goroutines a dump is hardly felt; who wants them regularly accepts a stop of about 100 ms. */
const usualDumpLimitGoroutines = 1000;
const regularDumpLimitGoroutines = 10_000;

const readErrands = (settings: Settings): Pick<CommonOptions, 'errands' | 'dumpLimitGoroutines'> => {
	const dump = settings.find('dump')?.value;
	return {
		errands: {
			dump: dump === undefined ? 'when needed' : dump ? 'regularly' : 'on request',
			leaks: settings.isOn('leak-profile') ? 'regularly' : 'on request',
		},
		dumpLimitGoroutines:
			settings.find('dump-limit')?.value ?? (dump ? regularDumpLimitGoroutines : usualDumpLimitGoroutines),
	};
};

const withHome = (given: Given, homeFolder: string): Given => {
	const kind = findFlag(given.flag)?.kind;
	return kind === 'file' || kind === 'files'
		? {...given, texts: given.texts.map(path => inHome(path, homeFolder))}
		: given;
};

const notForCommand = ({flag, shown}: Given, command: Command): Problem => {
	const ways = {watch: 'goroutop 6060', check: 'goroutop check 6060', demo: 'goroutop demo'};
	const takers = findFlag(flag)?.commands.map(name => ways[name]) ?? [];
	return problem(
		`${shown} is not for ${ways[command]}, but for ${takers.join(' and ')}.`,
		'goroutop --help lists every flag.',
	);
};
