import {parseConfigText, readConfig} from '../../../source/options/config-file.ts';
import {readDetectorChoice} from '../../../source/options/detector-choice.ts';
import {flags} from '../../../source/options/flags.ts';
import type {Problem} from '../../../source/options/problem.ts';
import {settle} from '../../../source/options/settings.ts';
import {bytesOf, textOf} from '../inputs.ts';
import {must, mustBeSentence, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

/** The config file, from its text to settings: either each of them has its limits, or one sentence says what is wrong. */
export const configTarget: FuzzTarget = {
	name: 'config',
	seeds: () =>
		[
			'interval = "5s"\nbell = true\noff = ["gc-pause"]\n[thresholds.goroutine-count]\nwarningCount = 8000\n',
			'user = "eve"\npassword-file = "~/p"\nca = ["a.pem", "b.pem"]\nheader = ["X-Team: a"]\nbudget = "1%"\n',
			'"interval" = 5\nbudget = 1.5e3\n# comment\nfor = """\n1m"""\n',
			"a = {b = 1, c = [1, 2]}\nd = 1979-05-27T07:32:00Z\ne = '\\x'\n[[f]]\ng = inf\n",
			'\ufeffdump-limit = "10k"\r\nno-color = false\r\n',
		].map(bytesOf),
	words: [
		...flags.map(({name}) => `${name} = `),
		'[thresholds.',
		']\n',
		'"5s"',
		'true',
		'= ["',
		'"]\n',
		"'''",
	].concat(
		[
			'"""',
			'\\u0000',
			'\\U0010ffff',
			'0x',
			'1_0',
			'1979-05-27',
			'nan',
			'-inf',
			'{a = 1}',
			'[[',
			'__proto__',
			'# ',
		],
		[
			'constructor',
			'user = "a:b"',
			'header = ["Authorization: x"]',
			'\u{1b}',
			'\u{202e}',
			'99%',
			'10m',
			'1h',
		],
	),
	maxBytes: 4096,
	async check(input) {
		const text = textOf(input);
		const file = await parseConfigText(text, '/etc/eve/goroutop.toml');
		if (file.kind === 'problem') return checkProblem(file);
		const givens = readConfig(file);
		if ('kind' in givens) return checkProblem(givens);
		mustEqual(readConfig(file), givens, 'the same table is read differently');
		const settings = settle(givens);
		if (settings.kind === 'problem') return checkProblem(settings);
		for (const name of ['interval', 'timeout', 'budget', 'for'] as const) {
			const {value} = settings.get(name);
			must(Number.isFinite(value) && value >= 0, 'a setting is no number', [name, value]);
		}
		const detectors = readDetectorChoice({
			off: settings.list('off'),
			only: settings.list('only'),
			set: settings.list('set'),
		});
		if (detectors.kind === 'problem') return checkProblem(detectors);
		must(
			Object.getPrototypeOf({}) === Object.prototype && !('warningCount' in {}),
			'a prototype was changed',
		);
	},
};

function checkProblem({sentence, hint}: Problem): void {
	mustBeSentence(sentence, 'the sentence of a problem');
	mustBeSentence(hint, 'the hint of a problem');
}
