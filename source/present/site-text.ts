import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import {cut, cutMiddle, widthOf} from './width.ts';

/** A place shorter than this (`m….go:143`) says nothing; what it takes from the name is worth it down to here. */
const leastPlaceColumns: Count = 10;
/** Of a package, fewer letters than these are better left out: `g…y`. */
const leastPackageColumns: Count = 6;

/** So many letters of a file's name are missed less than a package. */
const smallCutColumns: Count = 4;

/**
 * `worker.(*Pool).dispatch` and `pool.go:88` in at most `widthColumns` with the space between. File and line lead to the
 * cause, so what has to go is taken from the package, or a little from the file's name, then more of that; then all but the
 * line goes, then that, and only then is the function itself cut. With `isPlaceWhole` nothing is taken from the file's name
 * before the package is gone.
 */
export function siteText(
	site: Site,
	widthColumns: Count,
	{isPlaceWhole = false}: {readonly isPlaceWhole?: boolean} = {},
): {readonly name: string; readonly place: string} {
	const name = safeText(site.name);
	const place = safeText(site.place);
	const call = callOf(name);
	if (place === '') {
		return {name: cutName(name, widthColumns) ?? cut(call, widthColumns), place};
	}

	const room = widthColumns - 1 - widthOf(place);
	const leastPlace = Math.max(leastPlaceColumns, widthOf(place) - smallCutColumns);
	const shown =
		cutName(name, room) ??
		(isPlaceWhole ? undefined : fitting(name, widthColumns - 1 - leastPlace)) ??
		fitting(call, room) ??
		fitting(call, widthColumns - 1 - leastPlaceColumns);
	if (shown !== undefined) {
		return {name: shown, place: placeText(site, widthColumns - widthOf(shown) - 1)};
	}

	const line = place.slice(place.lastIndexOf(':'));
	const besideLine = fitting(call, widthColumns - 1 - widthOf(line));
	return besideLine === undefined
		? {name: cutName(name, widthColumns) ?? cut(call, widthColumns), place: ''}
		: {name: besideLine, place: line};
}

/** `pool.go:88` with its file's name shortened to what fits; the line always stays whole. */
export function placeText(site: Site, widthColumns: Count): string {
	return fileText(site.place, widthColumns);
}

/** A path with its line, from the front shortened to what fits: `…/lru.go:41`, `l…u.go:41`; the line always stays whole. */
export function fileText(path: string, widthColumns: Count): string {
	const place = safeText(path);
	if (widthOf(place) <= widthColumns) {
		return place;
	}

	const folders = place.split('/');
	const base = folders.pop() ?? '';
	let kept = base;
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		const longer = `${folder}/${kept}`;
		if (widthOf(longer) + 2 > widthColumns) {
			break;
		}

		kept = longer;
	}

	if (widthOf(kept) + 2 <= widthColumns && kept !== place) {
		return `…/${kept}`;
	}

	const colon = base.lastIndexOf(':');
	const line = colon === -1 ? '' : base.slice(colon);
	return cutMiddle(base.slice(0, base.length - line.length), widthColumns - widthOf(line)) + line;
}

/** The name with its package shortened; undefined when that alone cannot make it fit. */
function cutName(name: string, widthColumns: Count): string | undefined {
	if (widthOf(name) <= widthColumns) {
		return name;
	}

	const call = callOf(name);
	const room = widthColumns - widthOf(call) - 1;
	return call !== name && room >= leastPackageColumns
		? `${cutMiddle(name.slice(0, name.length - call.length - 1), room)}.${call}`
		: undefined;
}

function fitting(text: string, widthColumns: Count): string | undefined {
	return widthOf(text) <= widthColumns ? text : undefined;
}

/** What follows the package: `(*Pool).dispatch`. */
function callOf(name: string): string {
	return name.slice(name.indexOf('.') + 1);
}
