import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import {cut, cutMiddle, widthOf} from './width.ts';

/** A place shorter than this (`m….go:143`) says nothing; what it takes from the name is worth it down to here. */
const leastPlaceColumns: Count = 10;
const leastPackageColumns: Count = 3;

/**
 * `worker.(*Pool).dispatch` and `pool.go:88` in at most `widthColumns` with the space between. What has to go is taken
 * from the file's name first, then from the package, then the place goes, and only then is the function itself cut.
 */
export function siteText(site: Site, widthColumns: Count): {readonly name: string; readonly place: string} {
	const name = safeText(site.name);
	const place = safeText(site.place);
	const leastPlace = Math.min(widthOf(place), leastPlaceColumns);
	const shortName = cutName(name, widthColumns - leastPlace - 1);
	if (place === '' || shortName === undefined) {
		return {name: cutName(name, widthColumns) ?? cut(callOf(name).slice(1), widthColumns), place: ''};
	}

	return {name: shortName, place: placeText(site, widthColumns - widthOf(shortName) - 1)};
}

/** `pool.go:88` with its file's name shortened to what fits; the line always stays whole. */
export function placeText(site: Site, widthColumns: Count): string {
	const place = safeText(site.place);
	const colon = place.lastIndexOf(':');
	const line = colon === -1 ? '' : place.slice(colon);
	return cutMiddle(place.slice(0, place.length - line.length), widthColumns - widthOf(line)) + line;
}

/** The name with its package shortened; undefined when that alone cannot make it fit. */
function cutName(name: string, widthColumns: Count): string | undefined {
	if (widthOf(name) <= widthColumns) {
		return name;
	}

	const call = callOf(name);
	const room = widthColumns - widthOf(call);
	return room >= leastPackageColumns
		? cutMiddle(name.slice(0, name.length - call.length), room) + call
		: undefined;
}

/** What follows the package: `.(*Pool).dispatch`. */
function callOf(name: string): string {
	return name.slice(Math.max(0, name.indexOf('.')));
}
