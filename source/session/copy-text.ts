import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import type {Stack} from '../profile/frame.ts';
import {formatCount, formatDelayRate, formatDuration, formatRate} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {SiteHistory} from '../series/history.ts';
import {dependencyMarkdown, triageMarkdown} from './copy-triage.ts';
import {cursorIndex, listOf} from './list.ts';
import {wishing} from './look-actions.ts';
import {overlayOf} from './move.ts';
import {type Session, shown} from './session.ts';
import {siteMention} from './site-mention.ts';
import {siteRowOf} from './site-row.ts';
import {stackOf} from './site-stack.ts';
import {triageOf} from './triage.ts';
import {warningOf} from './warning-row.ts';

const noticeMilliseconds = 3000;
const framesCopied = 40;

/** Asks for what is under the cursor, or open, to be put on the clipboard as Markdown. */
export function copyShown(session: Session): Session {
	const text = markdownOf(session);
	if (text === undefined) {
		return session;
	}

	const notice = {
		text: 'copied as Markdown (if the terminal allows OSC 52)',
		until: session.at + noticeMilliseconds,
	};
	return wishing({...session, notice}, {kind: 'copy', text});
}

function markdownOf(session: Session): string | undefined {
	const {look} = session;
	const {history, warnings} = shown(session);
	const items = listOf(session);
	const item = items[cursorIndex(items, look)];
	const from = `${safeText(session.target.address)}, ${new Date(shown(session).at).toISOString().slice(0, 19)}Z`;
	if (look.overlay.kind === 'none' && item?.kind === 'verdict') {
		return triageMarkdown(triageOf(session), from);
	}

	if (look.overlay.kind === 'none' && item?.kind === 'dependency') {
		return dependencyMarkdown(item.group, from);
	}

	const open = look.overlay.kind === 'none' && item !== undefined ? overlayOf(item) : look.overlay;
	const siteKey = open?.kind === 'site' ? open.key : undefined;
	const warningId = open?.kind === 'warning' ? open.id : undefined;
	const site = siteKey === undefined ? undefined : history.sites.get(siteKey);
	const warning = warningOf(warnings, warningId);
	if (site !== undefined) {
		return siteMarkdown(session, site, from);
	}

	return warning === undefined ? undefined : warningMarkdown(session, warning, from);
}

function siteMarkdown(session: Session, site: SiteHistory, from: string): string {
	const {history, warnings} = shown(session);
	const block = siteRowOf(site, history, 'block', undefined);
	const mutex = siteRowOf(site, history, 'mutex', undefined);
	const about = warnings.firing.filter(warning => siteKeyOf(warning) === site.site.key);
	return [
		`**${site.id}** ${siteMention(site.site)} — ${site.site.kind} (${from})`,
		'',
		`- waiting now: ${block.waiting === undefined ? 'not known' : formatCount(block.waiting)}`,
		...ratesLine('waited (block profile)', block),
		...ratesLine('delay caused to others (mutex profile)', mutex),
		...about.map(
			warning => `- ${warning.severity}: ${safeText(warning.headline)} → ${safeText(warning.nextStep)}`,
		),
		...stackBlock(stackOf(site)),
	].join('\n');
}

function ratesLine(name: string, row: ReturnType<typeof siteRowOf>): readonly string[] {
	return row.delayPerSecond === undefined || row.eventsPerSecond === undefined
		? []
		: [
				`- ${name}: ${formatDelayRate(row.delayPerSecond)}, ${formatRate(row.eventsPerSecond)} events/s${
					row.averageWaitNanoseconds === undefined
						? ''
						: `, ${formatDuration(row.averageWaitNanoseconds)} on average`
				}`,
			];
}

function warningMarkdown(session: Session, warning: Warning, from: string): string {
	const {history} = shown(session);
	const key = siteKeyOf(warning);
	const site = key === undefined ? undefined : history.sites.get(key);
	return [
		`**${warning.severity}: ${warning.detector}** ${site === undefined ? '' : `${siteMention(site.site)} `}(${from})`,
		'',
		safeText(warning.headline),
		'',
		safeText(warning.why),
		'',
		`Next: ${safeText(warning.nextStep)}`,
		...stackBlock(warning.stack),
	].join('\n');
}

function stackBlock(stack: Stack | undefined): readonly string[] {
	return stack === undefined
		? []
		: [
				'',
				'```',
				...stack
					.slice(0, framesCopied)
					.map(({functionName, file, line}) =>
						safeText(`${functionName}  ${file}:${line}`).replaceAll('`', "'"),
					),
				'```',
			];
}
