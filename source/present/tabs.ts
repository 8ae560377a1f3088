import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {sortOf} from '../session/list-items.ts';
import {activeFilter, type Look, screens} from '../session/look.ts';
import {type Row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {segmentsWidth, spread} from './width.ts';

/** The views with their keys, the one shown emphasised, and how its rows are chosen and ordered. */
export function tabs(scene: Scene): Row {
	const {session, widthColumns} = scene;
	const {look} = session;
	const sort = sortOf(look);
	const right = [
		...(look.ownCodeOnly ? [segment('own code  ', 'accent')] : []),
		...(sort.column === '' || widthColumns < 90
			? []
			: [segment(`sort: ${sort.column} ${sort.reversed ? '▴' : '▾'}  `, 'dim')]),
		...filterText(scene),
	];
	const room = widthColumns - segmentsWidth(right);
	const ways = [titles(look, 'full', 2), titles(look, 'short', 2), titles(look, 'short', 0)];
	const left = ways.find(way => segmentsWidth(way) <= room) ?? titles(look, 'keys', 0);
	return spread(left, right, widthColumns);
}

/** `Sites 1 Mutex 3`; with `keys` only the view shown has its title, so that the others can still be found. */
function titles(look: Look, length: 'full' | 'short' | 'keys', gapColumns: Count): readonly Segment[] {
	return screens.flatMap(({id, title, shortTitle}, index): readonly Segment[] => {
		const isShown = id === look.screen;
		const name = length === 'full' ? title : length === 'short' || isShown ? shortTitle : '';
		return [
			segment(' '),
			segment(name === '' ? `${index + 1}` : `${name} ${index + 1}`, isShown ? 'strong' : 'dim'),
			segment(' '.repeat(gapColumns)),
		];
	});
}

function filterText({session}: Scene): readonly Segment[] {
	const filter = activeFilter(session.look);
	return filter === '' || session.look.filter.draft !== undefined
		? []
		: [segment(`filter: ${safeText(filter)} `, 'accent')];
}
