import type {Command, Flag} from './flag.ts';
import {type FlagName, findFlag, flags} from './flags.ts';

type Line = {
	readonly names: readonly FlagName[];
	/** For a line of several flags, in place of their own texts. */
	readonly text?: string;
};

/** The lines of the long help. Flags that belong together share one, or it would not fit the screen. */
const lines: readonly Line[] = [
	{names: ['interval', 'timeout'], text: 'between polls; longest wait for an answer'},
	{names: ['budget']},
	{names: ['header']},
	{names: ['bearer-file']},
	{names: ['user']},
	{names: ['password-file']},
	{names: ['ca', 'server-name'], text: 'whom to trust (PEM); whose name to expect'},
	{names: ['cert', 'key'], text: 'client certificate and its key (PEM)'},
	{names: ['insecure']},
	{names: ['config']},
	{names: ['off', 'only'], text: 'detectors to leave out, or the only to run'},
	{names: ['set']},
	{names: ['dump', 'dump-limit'], text: 'take dumps by itself; up to N goroutines'},
	{names: ['leak-profile'], text: 'have the runtime find leaks (Go 1.27)'},
	{names: ['own-code', 'bell', 'plain'], text: 'begin with own code; ring; lines, no screen'},
	{names: ['ascii', 'no-color'], text: 'draw with ASCII only; without colours'},
	{names: ['for', 'json', 'once'], text: 'of check: how long; as JSON; judge a file'},
	{names: ['help', 'version'], text: 'also check --help, demo --help; the version'},
];

const leftColumns = 31;

/** The text of --help. It fits a screen of 80 columns and 24 rows, with a row left for the prompt. */
export const helpText = (command: Command): string => `${texts[command]().join('\n')}\n`;

/** A flag with its default, or with what stands for its value: `--interval 2s`, `--ca FILE`, `--bell`. */
export const flagUsage = (flag: Flag): string => {
	const value = flag.defaultText ?? flag.placeholder;
	return value === undefined ? `--${flag.name}` : `--${flag.name} ${value}`;
};

const watchHelp = (): readonly string[] => [
	'goroutop shows what a running Go process waits for, over net/http/pprof.',
	'  goroutop 6060                  or host:6060, https://host/prefix, unix:/a.sock',
	'  goroutop check 6060 --for 1m   no screen; exits 0 quiet, 1 warning, 2 critical',
	'  goroutop demo                  a recorded incident to look at',
	'',
	...lines.map(({names, text}) =>
		flagLine(
			names.flatMap(name => findFlag(name) ?? []),
			text,
		),
	),
];

const checkHelp = (): readonly string[] => [
	'goroutop check TARGET watches without a screen, then prints the warnings.',
	'  goroutop check 6060',
	'  goroutop check https://app.example/ops --bearer-file token --for 2m --json',
	"  curl -s 'host:6060/debug/pprof/goroutine?debug=2' | goroutop check --once -",
	'',
	...ownFlags('check').map(flag => flagLine([flag])),
	'',
	'Exits 0 without warnings, 1 with a warning, 2 with a critical one, 3 when the',
	'target cannot be watched, 64 when the command line is wrong.',
	'',
	...sharedFlags('check'),
];

const demoHelp = (): readonly string[] => [
	'goroutop demo watches a built-in target that replays a recorded incident.',
	'  goroutop demo',
	'  goroutop demo --interval 1s --plain',
	'',
	...sharedFlags('demo'),
];

const texts: Readonly<Record<Command, () => readonly string[]>> = {
	watch: watchHelp,
	check: checkHelp,
	demo: demoHelp,
};

const ownFlags = (command: Command): readonly Flag[] =>
	flags.filter((flag: Flag) => flag.commands.length === 1 && flag.commands[0] === command);

const sharedFlags = (command: Command): readonly string[] => {
	const own = ownFlags(command);
	const shared = flags.filter((flag: Flag) => flag.commands.includes(command) && !own.includes(flag));
	const rows = ['It also takes these, told by goroutop --help:', ' '];
	for (const {name} of shared) {
		const longer = `${rows.at(-1)} --${name}`;
		if (longer.length <= 80) {
			rows[rows.length - 1] = longer;
		} else {
			rows.push(`  --${name}`);
		}
	}
	return rows;
};

const flagLine = (row: readonly Flag[], text = row[0]?.help): string =>
	`  ${row.map(flagUsage).join(' ').padEnd(leftColumns)} ${text}`;
