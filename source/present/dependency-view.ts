import type {Count} from '../profile/units.ts';
import {sortOf} from '../session/list-items.ts';
import {dependencyTable, leftOutRows} from './dependency-table.ts';
import {listRows} from './list-view.ts';
import {blankRow, type Row} from './row.ts';
import type {Scene} from './scene.ts';

/** What goroutines wait for, each with the places they wait at, in exactly `heightRows` lines. */
export function dependencyView(scene: Scene, heightRows: Count): readonly Row[] {
	const {heading, drawGroup, draw} = dependencyTable(scene, sortOf(scene.session.look));
	return listRows(scene, heightRows, {
		heading,
		draw: item =>
			item.kind === 'dependency' ? drawGroup(item.group) : item.kind === 'site' ? draw(item.row()) : blankRow,
		below: leftOutRows(scene),
	});
}
