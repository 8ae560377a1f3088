import {safeText} from '../profile/safe-text.ts';
import {sortOf} from '../session/list.ts';
import {activeFilter, screens} from '../session/look.ts';
import {type Row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {spread} from './width.ts';

/** The views with their keys, the one shown emphasised, and how its rows are chosen and ordered. */
export function tabs(scene: Scene): Row {
	const {session, widthColumns} = scene;
	const {look} = session;
	const left = screens.flatMap(({id, title}, index): readonly Segment[] => [
		segment(' '),
		segment(
			`${widthColumns < 72 ? title.split(' ')[0] : title} ${index + 1}`,
			id === look.screen ? 'strong' : 'dim',
		),
		segment(widthColumns < 72 ? '' : '  '),
	]);
	const sort = sortOf(look);
	const right = [
		...(look.ownCodeOnly ? [segment('own code  ', 'accent')] : []),
		...(sort.column === '' || widthColumns < 90
			? []
			: [segment(`sort: ${sort.column} ${sort.reversed ? '▴' : '▾'}  `, 'dim')]),
		...filterText(scene),
	];
	return spread(left, right, widthColumns);
}

function filterText({session}: Scene): readonly Segment[] {
	const filter = activeFilter(session.look);
	return filter === '' || session.look.filter.draft !== undefined
		? []
		: [segment(`filter: ${safeText(filter)} `, 'accent')];
}
