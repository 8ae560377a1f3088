import type {DetectorId} from '../detectors/thresholds.ts';
import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import type {SiteHistory} from '../series/history.ts';
import {dependencyOf} from './dependencies.ts';
import {cursorIndex, listOf} from './list.ts';
import type {ListItem} from './list-items.ts';
import type {Overlay} from './look.ts';
import {type Session, shown, withLook} from './session.ts';
import type {TermGroup, Topic} from './topic.ts';
import type {Place, Question} from './triage-verdict.ts';
import {warningOf} from './warning-row.ts';

/**
 * Explains what is under the cursor, or open; where there is nothing, it is the help that explains. Asked again, it
 * closes what it opened.
 */
export function explainShown(session: Session): Session {
	const {look} = session;
	const {overlay} = look;
	if (overlay.kind === 'explanation' || overlay.kind === 'help') {
		return withLook(session, {overlay: overlay.under});
	}

	const item = overlay.kind === 'none' ? itemUnderCursor(session) : undefined;
	const topics = item === undefined ? topicsOfOverlay(overlay, session) : topicsOfItem(item, session);
	if (topics.length === 0) {
		return showHelp(session);
	}

	// The cursor stays where it was asked, so that escape returns to it whatever has moved meanwhile.
	const cursors = item === undefined ? look.cursors : {...look.cursors, [look.screen]: item.key};
	return withLook(session, {overlay: {kind: 'explanation', topics, scroll: 0, under: overlay}, cursors});
}

/** All keys and words, over whatever is open; asked again, back to that. */
export function showHelp(session: Session): Session {
	const {overlay} = session.look;
	return withLook(session, {
		overlay: overlay.kind === 'help' ? overlay.under : {kind: 'help', scroll: 0, under: overlay},
	});
}

function itemUnderCursor(session: Session): ListItem | undefined {
	const items = listOf(session);
	return items[cursorIndex(items, session.look)];
}

function topicsOfOverlay(overlay: Overlay, session: Session): readonly Topic[] {
	const {history, warnings} = shown(session);
	switch (overlay.kind) {
		case 'site': {
			return topicsOfSite(history.sites.get(overlay.key), 'sites');
		}

		case 'warning': {
			return topicsOfWarning(warningOf(warnings, overlay.id), session);
		}

		default: {
			return session.look.screen === 'heap' ? [{kind: 'terms', group: 'heap'}] : [];
		}
	}
}

function topicsOfItem(item: ListItem, session: Session): readonly Topic[] {
	switch (item.kind) {
		case 'site': {
			return topicsOfSite(item.history, session.look.screen === 'mutex' ? 'mutex' : 'sites');
		}

		case 'state': {
			return [{kind: 'wait', wait: item.state}];
		}

		case 'dependency': {
			return [{kind: 'dependency', dependency: item.group.kind}];
		}

		case 'warning': {
			return topicsOfWarning(item.warning, session);
		}

		case 'verdict': {
			return [{kind: 'detector', detector: detectorOf[item.verdict.question]}];
		}

		case 'place': {
			return topicsOfPlace(item.place, session);
		}
	}
}

/** The warning that says most of what a question is about. */
const detectorOf: {readonly [question in Question]: DetectorId} = {
	leak: 'leak-suspected',
	deadlock: 'deadlock-suspected',
	outside: 'handler-pileup',
};

function topicsOfPlace({about, site}: Place, session: Session): readonly Topic[] {
	switch (about.kind) {
		case 'warning': {
			return topicsOfWarning(about.warning, session);
		}

		case 'dependency': {
			return [{kind: 'dependency', dependency: about.group.kind}];
		}

		case 'site': {
			return topicsOfSite(site, 'sites');
		}
	}
}

function topicsOfSite(site: SiteHistory | undefined, group: TermGroup): readonly Topic[] {
	return site === undefined ? [] : [...kindsOf(site), {kind: 'terms', group}];
}

function topicsOfWarning(warning: Warning | undefined, session: Session): readonly Topic[] {
	if (warning === undefined) {
		return [];
	}

	const key = siteKeyOf(warning);
	const site = key === undefined ? undefined : shown(session).history.sites.get(key);
	return [
		{kind: 'detector', detector: warning.detector},
		...(site === undefined ? [] : kindsOf(site)),
		{kind: 'terms', group: 'warnings'},
	];
}

/** What is waited for says more than how. */
function kindsOf(site: SiteHistory): readonly Topic[] {
	const dependency = dependencyOf(site);
	return [
		...(dependency === undefined ? [] : [{kind: 'dependency', dependency: dependency.kind} as const]),
		{kind: 'wait', wait: site.site.kind},
	];
}
