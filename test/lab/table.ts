import type {Shown} from './judge.ts';
import type {Outcome} from './trial.ts';

/** What the outcomes of one Go come to. */
export type Score = {
	readonly guilty: number;
	/** Those with every demanded warning, at the right line, in time. */
	readonly found: number;
	readonly innocent: number;
	readonly accused: number;
	readonly accusations: number;
	readonly wrong: number;
	readonly failed: number;
};

export function scoreOf(outcomes: readonly Outcome[]): Score {
	const judged = outcomes.flatMap(({scenario, result}) =>
		result.kind === 'judged' ? [{scenario, verdict: result.verdict}] : [],
	);
	const guilty = judged.filter(({scenario}) => scenario.kind === 'guilty');
	const innocent = judged.filter(({scenario}) => scenario.kind === 'innocent');
	return {
		guilty: guilty.length,
		found: guilty.filter(({verdict}) => verdict.missed.length === 0).length,
		innocent: innocent.length,
		accused: innocent.filter(({verdict}) => verdict.accusations > 0).length,
		accusations: judged.reduce((sum, {verdict}) => sum + verdict.accusations, 0),
		wrong: judged.reduce((sum, {verdict}) => sum + verdict.wrong.length, 0),
		failed: outcomes.length - judged.length,
	};
}

/** The README's tables: the score of each Go, then a row per scenario with a column per Go. */
export function labTable(outcomes: readonly Outcome[], goroutop: string, machine: string): string {
	const versions = [...new Set(outcomes.map(({toolchain}) => toolchain.version))];
	const scenarios = [...new Set(outcomes.map(({scenario}) => scenario))];
	const rows = (kind: 'guilty' | 'innocent') =>
		scenarios
			.filter(scenario => scenario.kind === kind)
			.map(scenario => [
				`\`${scenario.name}\``,
				scenario.what,
				...versions.map(version =>
					cell(outcomes.find(one => one.scenario === scenario && one.toolchain.version === version)),
				),
			]);
	return [
		`${scenarios.length} programs, run by \`npm run lab\` on ${machine}, goroutop ${goroutop}:`,
		table(
			[
				'built with',
				'recall: guilty programs named at the right line',
				'precision: warnings that are right',
				'innocent programs accused',
			],
			versions.map(version => {
				const score = scoreOf(outcomes.filter(({toolchain}) => toolchain.version === version));
				return [
					version,
					share(score.found, score.guilty),
					share(score.accusations - score.wrong, score.accusations),
					`${score.accused} of ${score.innocent}`,
				];
			}),
		),
		table(['program', 'trouble', ...versions], rows('guilty')),
		table(['program', 'looks like trouble, and is none', ...versions], rows('innocent')),
	].join('\n\n');
}

function cell(outcome: Outcome | undefined): string {
	if (outcome === undefined) {
		return 'not run';
	}

	if (outcome.result.kind === 'failed') {
		return '**could not be run**';
	}

	const {named, missed, wrong} = outcome.result.verdict;
	const parts = [
		...named.map(answer),
		...missed.map(({oneOf, at}) => `**missed:** ${oneOf[0]}${at.length === 0 ? '' : ` at ${at.join(', ')}`}`),
		...wrong.map(warning => `**wrong:** ${answer(warning)}`),
	];
	const said = parts.length === 0 ? 'silent' : parts.join('; ');
	return outcome.isSecond === true ? `${said} (second run)` : said;
}

function answer({detector, confidence, at, afterSeconds}: Shown): string {
	const where = at === '' ? '' : ` ${at}`;
	return `${detector}${where}, ${Math.round(afterSeconds)} s${confidence === 'suspected' ? ', suspected' : ''}`;
}

function share(part: number, whole: number): string {
	return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}
