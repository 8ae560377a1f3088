import type {Flag, KindValue} from './flag.ts';

const everywhere = ['watch', 'check', 'demo'] as const;
const reaching = ['watch', 'check'] as const;
const drawing = ['watch', 'demo'] as const;

/** Every setting, once: parsing, help, config keys, GOROUTOP_* variables and the README's table come from here. */
export const flags = [
	{
		name: 'interval',
		kind: 'duration',
		defaultText: '2s',
		limits: {least: '100ms', most: '10m'},
		help: 'time between polls',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'timeout',
		kind: 'duration',
		defaultText: '10s',
		limits: {least: '100ms', most: '10m'},
		help: 'longest wait for an answer of the target',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'budget',
		kind: 'percent',
		defaultText: '1%',
		limits: {least: '0.01%', most: '100%'},
		help: "share of the target's time polling may take",
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'header',
		kind: 'texts',
		placeholder: "'NAME: VALUE'",
		help: 'sent with every request; can be repeated',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'bearer-file',
		kind: 'file',
		placeholder: 'FILE',
		help: 'bearer token; read again when it is refused',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'user',
		kind: 'text',
		placeholder: 'NAME',
		help: 'for basic auth; NAME:PASSWORD would show in ps',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'password-file',
		kind: 'file',
		placeholder: 'FILE',
		help: 'password of --user; or set GOROUTOP_PASSWORD',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'ca',
		kind: 'files',
		placeholder: 'FILE',
		help: 'authorities to trust (PEM); can be repeated',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'cert',
		kind: 'file',
		placeholder: 'FILE',
		help: 'client certificate (PEM)',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'key',
		kind: 'file',
		placeholder: 'FILE',
		help: 'key of the client certificate (PEM)',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'server-name',
		kind: 'text',
		placeholder: 'HOST',
		help: 'name expected in the certificate',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'insecure',
		kind: 'switch',
		help: 'accept any certificate (the screen says so)',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'config',
		kind: 'file',
		placeholder: 'FILE',
		help: 'settings as TOML; also as GOROUTOP_* variables',
		commands: everywhere,
		settable: 'environment',
	},
	{
		name: 'off',
		kind: 'list',
		placeholder: 'IDS',
		help: 'detectors to switch off',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'only',
		kind: 'list',
		placeholder: 'IDS',
		help: 'detectors to run, and no others',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'set',
		kind: 'list',
		placeholder: 'ID.THRESHOLD=VALUE',
		help: 'change when a detector warns; can be repeated',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'dump',
		kind: 'switch',
		help: 'dump all stacks regularly; --no-dump: never by itself',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'dump-limit',
		kind: 'count',
		placeholder: 'N',
		limits: {least: '1', most: '1,000,000'},
		help: 'goroutines up to which it may; 1,000, with --dump 10,000',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'leak-profile',
		kind: 'switch',
		help: 'let the runtime find leaks (Go 1.27); each costs it a GC cycle',
		commands: reaching,
		settable: 'file',
	},
	{
		name: 'own-code',
		kind: 'switch',
		help: 'start with the sites in own code only',
		commands: drawing,
		settable: 'file',
	},
	{
		name: 'bell',
		kind: 'switch',
		help: 'ring the bell when a warning arrives',
		commands: drawing,
		settable: 'file',
	},
	{
		name: 'plain',
		kind: 'switch',
		help: 'print lines instead of drawing a screen',
		commands: drawing,
		settable: 'file',
	},
	{
		name: 'ascii',
		kind: 'switch',
		help: 'draw with ASCII characters only',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'no-color',
		kind: 'switch',
		help: 'draw without colours, as with NO_COLOR=1',
		commands: everywhere,
		settable: 'file',
	},
	{
		name: 'for',
		kind: 'duration',
		defaultText: '30s',
		limits: {least: '1s', most: '24h'},
		help: 'how long to watch',
		commands: ['check'],
		settable: 'file',
	},
	{name: 'json', kind: 'switch', help: 'print the result as JSON', commands: ['check'], settable: 'file'},
	{
		name: 'once',
		kind: 'files',
		placeholder: 'FILE',
		help: 'judge a saved dump or profile; - is stdin',
		commands: ['check'],
		settable: 'flag',
	},
	{
		name: 'help',
		kind: 'switch',
		short: 'h',
		help: 'print the help; also behind check and demo',
		commands: everywhere,
		settable: 'flag',
	},
	{
		name: 'version',
		kind: 'switch',
		short: 'v',
		help: 'print the version',
		commands: everywhere,
		settable: 'flag',
	},
] as const satisfies readonly Flag[];

type Row = (typeof flags)[number];

export type FlagName = Row['name'];

/** The type of a flag's value: milliseconds for a duration, a fraction for a percentage. */
export type FlagValue<Name extends FlagName> = KindValue[Extract<Row, {name: Name}>['kind']];

const flagByName: ReadonlyMap<string, Flag & {readonly name: FlagName}> = new Map(
	flags.map(flag => [flag.name, flag]),
);

export const findFlag = (name: string): (Flag & {readonly name: FlagName}) | undefined =>
	flagByName.get(name);

export const environmentName = (flagName: string): string =>
	`GOROUTOP_${flagName.toUpperCase().replaceAll('-', '_')}`;
