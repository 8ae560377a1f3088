import {expect, test} from 'vitest';
import {readArguments} from '../../source/options/arguments.ts';
import {configPlaces} from '../../source/options/config-place.ts';

const places = ({
	argv = ['6060'],
	...from
}: Partial<Parameters<typeof configPlaces>[0]> & {readonly argv?: readonly string[]}) =>
	configPlaces({
		commandLine: readArguments(argv),
		environment: {},
		platform: 'linux',
		homeFolder: '/home/eve',
		...from,
	}).map(({path, required}) => (required ? `${path}!` : path));

test('the usual places', () => {
	expect(places({})).toEqual(['/home/eve/.config/goroutop/config.toml']);
	expect(places({environment: {XDG_CONFIG_HOME: '/etc/xdg'}})).toEqual(['/etc/xdg/goroutop/config.toml']);
	expect(places({environment: {XDG_CONFIG_HOME: 'relative'}})).toEqual([
		'/home/eve/.config/goroutop/config.toml',
	]);
	expect(places({platform: 'darwin'})).toEqual([
		'/home/eve/.config/goroutop/config.toml',
		'/home/eve/Library/Application Support/goroutop/config.toml',
	]);
	expect(
		places({
			platform: 'win32',
			homeFolder: 'C:\\Users\\eve',
			environment: {APPDATA: 'C:\\Users\\eve\\AppData\\Roaming'},
		}),
	).toEqual([
		'C:\\Users\\eve\\.config\\goroutop\\config.toml',
		'C:\\Users\\eve\\AppData\\Roaming\\goroutop\\config.toml',
	]);
});

test('a file that was named is the only one, and must be there', () => {
	expect(places({argv: ['--config', 'a.toml', '6060']})).toEqual(['a.toml!']);
	expect(places({argv: ['--config=~/a.toml']})).toEqual(['/home/eve/a.toml!']);
	expect(places({environment: {GOROUTOP_CONFIG: '/b.toml'}})).toEqual(['/b.toml!']);
	expect(places({argv: ['--config', 'a.toml'], environment: {GOROUTOP_CONFIG: '/b.toml'}})).toEqual([
		'a.toml!',
	]);
});

test('help, the version and mistakes need none', () => {
	expect(places({argv: ['--help']})).toEqual([]);
	expect(places({argv: ['-v', '--config', 'a.toml']})).toEqual([]);
	expect(places({argv: ['--bogus']})).toEqual([]);
});
