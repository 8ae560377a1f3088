import {
	isLockMatch,
	type LockPartner,
	matchText,
	releasersBeside,
	waitersBeside,
} from '../detectors/lock-partners.ts';
import {formatCount, formatDelayRate} from '../profile/quantity.ts';
import type {SiteHistory} from '../series/history.ts';
import {namedRoom, namedRows} from './named-rows.ts';
import {whyNothing} from './profile-silence.ts';
import type {Row} from './row.ts';
import type {Scene} from './scene.ts';
import {siteText} from './site-text.ts';
import {widthOf} from './width.ts';

const partnersShown = 3;

/** Who released late what those at a lock site wait for, as far as the mutex profile tells. */
export function releasedLate(site: SiteHistory, scene: Scene): readonly Row[] {
	if (site.site.kind === 'fd lock') {
		return namedRows('released late by', "not recorded: this lock is Go's own", scene.widthColumns, 'dim');
	}

	const releasers = releasersBeside(scene.known.history, site);
	if (releasers.length === 0) {
		const {readings, profiling} = scene.known.history.mutex;
		const text =
			readings < 2 || profiling.state !== 'on'
				? whyNothing('mutex', scene)
				: 'no release in its function, type or package delayed anyone since the reading before';
		return namedRows('released late by', `${text} (mutex profile)`, scene.widthColumns, 'dim');
	}

	return partnerRows(
		['released late by', 'late nearby'],
		releasers.map(({site: releaser, matchedBy, delayNanosecondsPerSecond}) => ({
			site: releaser,
			matchedBy,
			fact: formatDelayRate(delayNanosecondsPerSecond),
		})),
		scene,
	);
}

/** Who waits now for what is released late at a site. */
export function makesWait(site: SiteHistory, scene: Scene): readonly Row[] {
	const {partners} = waitersBeside(scene.known.history, site);
	const nobody = 'nobody waits for a lock in its function, type or package now';
	return partners.length === 0
		? namedRows('makes wait', nobody, scene.widthColumns, 'dim')
		: partnerRows(
				['makes wait', 'wait nearby'],
				partners.map(({site: waiter, matchedBy}) => ({
					site: waiter,
					matchedBy,
					fact: `${formatCount(waiter.waiters?.count ?? 0)} now`,
				})),
				scene,
			);
}

type ShownPartner = LockPartner & {readonly fact: string};

/** The first few, under the name for a match, or for what only stands in the same package. */
function partnerRows(
	[matched, nearby]: readonly [matched: string, nearby: string],
	partners: readonly ShownPartner[],
	scene: Scene,
): readonly Row[] {
	let last = '';
	return partners.slice(0, partnersShown).flatMap(partner => {
		const name = isLockMatch(partner.matchedBy) ? matched : nearby;
		const isNew = name !== last;
		last = name;
		return namedRows(isNew ? name : '', partnerText(partner, scene), scene.widthColumns);
	});
}

function partnerText({site: {id, site}, matchedBy, fact}: ShownPartner, {widthColumns}: Scene): string {
	const doubt = isLockMatch(matchedBy) || widthColumns < 100 ? '' : ', perhaps another lock';
	const tail = ` (${matchText(matchedBy)}${doubt}), ${fact}`;
	const room = namedRoom(widthColumns) - widthOf(id) - 1 - widthOf(tail);
	const {name, place} = siteText(site, Math.max(16, room));
	return `${id} ${name}${place === '' ? '' : ` ${place}`}${tail}`;
}
