import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import {cut, cutMiddle, widthOf} from './width.ts';

/**
 * `worker.(*Pool).dispatch` and `pool.go:88` in at most `widthColumns` with the space between: what has to go is taken
 * from the file's name first, then from the package, and from the function only when nothing else is left.
 */
export function siteText(site: Site, widthColumns: Count): {readonly name: string; readonly place: string} {
	const name = safeText(site.name);
	const place = safeText(site.place);
	const spare = widthColumns - widthOf(name) - 1;
	if (place !== '' && spare >= Math.min(widthOf(place), 10)) {
		return {name, place: cutPlace(place, spare)};
	}

	return {name: cutName(name, widthColumns), place: ''};
}

function cutPlace(place: string, widthColumns: Count): string {
	const colon = place.lastIndexOf(':');
	const line = colon === -1 ? '' : place.slice(colon);
	return cutMiddle(place.slice(0, place.length - line.length), widthColumns - widthOf(line)) + line;
}

function cutName(name: string, widthColumns: Count): string {
	if (widthOf(name) <= widthColumns) {
		return name;
	}

	const dot = name.indexOf('.');
	const call = dot === -1 ? name : name.slice(dot);
	const room = widthColumns - widthOf(call);
	return room > 0
		? cutMiddle(name.slice(0, Math.max(0, dot)), room) + call
		: cut(call.slice(1), widthColumns);
}
