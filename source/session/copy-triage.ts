import {formatChange} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {DependencyGroup} from './dependencies.ts';
import {siteMention} from './site-mention.ts';
import {waitText} from './triage-facts.ts';
import type {Place, Verdict} from './triage-verdict.ts';
import {answerText, questionTexts} from './triage-words.ts';
import type {WaitingSince} from './waiting-since.ts';

const placesCopied = 5;
const sitesCopied = 10;

/** The three answers with their evidence as Markdown: what goes first into the channel of an incident. */
export function triageMarkdown(verdicts: readonly Verdict[], from: string): string {
	return [`**Triage** (${from})`, ...verdicts.flatMap(verdictLines)].join('\n');
}

function verdictLines(verdict: Verdict): readonly string[] {
	return [
		'',
		`**${questionTexts[verdict.question].full}** ${safeText(answerText(verdict))}`,
		'',
		...verdict.places.slice(0, placesCopied).map(placeLine),
		...verdict.evidence.map(fact => `- ${safeText(fact)}`),
		`- next: ${safeText(verdict.next.text)}`,
	];
}

function placeLine({site, about}: Place): string {
	const fact =
		about.kind === 'warning'
			? about.warning.headline
			: about.kind === 'dependency'
				? groupText(about.group)
				: about.fact;
	const where = site === undefined ? '' : `**${site.id}** ${siteMention(site.site)} `;
	return `- ${where}${safeText(fact)}`;
}

/** One dependency with the sites at which it is waited for, as Markdown. */
export function dependencyMarkdown(group: DependencyGroup, from: string): string {
	return [
		`**${safeText(group.name)}** — ${group.kind} (${from})`,
		'',
		`- ${groupText(group)}`,
		...group.rows
			.slice(0, sitesCopied)
			.map(
				({history: {id, site, waiters}}) =>
					`- **${id}** ${siteMention(site)}: ${waitText(waiters?.count ?? 0)}`,
			),
		...(group.rows.length > sitesCopied ? [`- and ${group.rows.length - sitesCopied} more sites`] : []),
	].join('\n');
}

function groupText({name, rows, changePerMinute, since}: DependencyGroup): string {
	const now = rows.reduce((sum, {history}) => sum + (history.waiters?.count ?? 0), 0);
	const change = changePerMinute === undefined ? '' : `, ${formatChange(changePerMinute)}/min`;
	return `${waitText(now)} for ${safeText(name)}${sinceText(since)}${change}`;
}

function sinceText(since: WaitingSince | undefined): string {
	return since === undefined
		? ''
		: `, since ${since.isOlder ? 'before ' : ''}${new Date(since.at).toISOString().slice(11, 19)}Z`;
}
