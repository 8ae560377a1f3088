import {formatCount, formatShare} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {cursorIndex, listOf} from '../session/list.ts';
import {type ListItem, sortOf} from '../session/list-items.ts';
import {activeFilter} from '../session/look.ts';
import {blankRow, padTo, type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {siteTable} from './site-table.ts';
import {warningRow, warningsHeading} from './warning-rows.ts';
import {cut, fitRow, padEnd, padStart} from './width.ts';
import {wrap} from './wrap.ts';

/** The table of the screen in exactly `heightRows` lines. */
export function listView(scene: Scene, heightRows: Count): readonly Row[] {
	const {look} = scene.session;
	const profile = look.screen === 'mutex' ? 'mutex' : 'block';
	const table = siteTable(scene, profile, look.screen === 'warnings' ? undefined : sortOf(look));
	const heading = look.screen === 'warnings' ? warningsHeading(scene) : table.heading;
	return listRows(scene, heightRows, {heading, draw: item => drawItem(item, scene, table)});
}

/**
 * The list in exactly `heightRows` lines: notes, heading, rows with the cursor in sight, and `below` at the bottom where
 * there is room. Only the rows that are in sight are drawn.
 */
export function listRows(
	scene: Scene,
	heightRows: Count,
	table: {
		readonly heading: Row;
		readonly draw: (item: ListItem) => Row;
		readonly below?: readonly Row[];
	},
): readonly Row[] {
	const {session, widthColumns} = scene;
	const {look} = session;
	const items = listOf(session);
	const notes = notesOf(scene).slice(0, Math.max(0, heightRows - 2));
	const below = heightRows >= leastRowsWithBelow ? (table.below ?? []) : [];
	const bodyHeight = heightRows - notes.length - 1 - below.length;
	const cursor = cursorIndex(items, look);
	const first = firstInSight(cursor, items.length, bodyHeight);
	const body = items.slice(first, first + bodyHeight).map((item, index) => {
		const drawn = fitRow(table.draw(item), widthColumns);
		return first + index === cursor ? {...drawn, selected: true} : drawn;
	});
	const filled = items.length === 0 ? [row(segment(cut(` ${emptyText(scene)}`, widthColumns), 'dim'))] : body;
	const rows = padTo([...notes, table.heading, ...filled], heightRows - below.length);
	return [...rows.slice(0, heightRows - below.length), ...below];
}

const leastRowsWithBelow: Count = 7;

/** The cursor stands in the middle of a long list, so that what is around it is always seen. */
function firstInSight(cursor: Count, count: Count, heightRows: Count): Count {
	return Math.max(0, Math.min(cursor - Math.floor(heightRows / 2), count - heightRows));
}

function drawItem(item: ListItem, scene: Scene, table: ReturnType<typeof siteTable>): Row {
	switch (item.kind) {
		case 'site': {
			return table.draw(item.row(), scene.session.look.screen === 'goroutines' ? 2 : 0);
		}

		case 'state': {
			const total = scene.known.history.goroutinesInProfile;
			const share = total === 0 ? '' : formatShare(item.count / total);
			const sites = `${item.siteCount} ${item.siteCount === 1 ? 'site' : 'sites'}`;
			return row(
				segment(` ${padEnd(item.state, 15)}`, 'strong'),
				segment(padStart(formatCount(item.count), 9), 'strong'),
				segment(padStart(share, 8)),
				segment(`   ${sites}`, 'dim'),
			);
		}

		case 'warning': {
			return warningRow(item.warning, scene);
		}

		// Their views draw them.
		case 'dependency':
		case 'verdict':
		case 'place': {
			return blankRow;
		}
	}
}

/** What the person must know to read the table: that nobody records, or that it cannot be read. */
function notesOf(scene: Scene): readonly Row[] {
	const {session, known, widthColumns} = scene;
	const {screen} = session.look;
	const profile = screen === 'mutex' ? 'mutex' : screen === 'sites' ? 'block' : undefined;
	// While nothing at all can be read, that is said above the tabs, and the rows stay where they are.
	const failures = [...(session.history.watch.failure === undefined ? session.profileFailures : [])]
		.filter(([name]) => name === profile || name === 'goroutine')
		.map(([name, {sentence}]) =>
			row(segment(cut(` no ${name} profile: ${safeText(sentence)}`, widthColumns), 'warning')),
		);
	const {sitesLeftOut} = known.history;
	if (sitesLeftOut > 0 && profile !== 'mutex') {
		const text = ` ${formatCount(sitesLeftOut)} small sites found no room here; the totals count them`;
		failures.push(row(segment(cut(text, widthColumns), 'warning')));
	}

	if (profile !== 'mutex' || known.history.mutex.profiling.state !== 'off') {
		return failures;
	}

	const text =
		'Mutex profiling is off in the target, so nothing here says that there is no contention. Switch it on with ' +
		'runtime.SetMutexProfileFraction(10) at the start of main: it records one in 10 contentions and costs next to nothing.';
	return [...failures, ...wrap(text, widthColumns - 2).map(line => row(segment(` ${line}`, 'info')))];
}

function emptyText(scene: Scene): string {
	const {session, known} = scene;
	const filter = activeFilter(session.look);
	if (filter !== '') {
		return `nothing matches ${safeText(filter)}; esc clears the filter`;
	}

	if (session.look.screen === 'warnings') {
		return 'nothing has fired';
	}

	if (session.look.ownCodeOnly) {
		return session.look.screen === 'dependencies'
			? 'no own code waits for any of them now; m shows all'
			: 'no own code waits here; m shows all';
	}

	if (known.history.goroutinesTakenAt === undefined) {
		return 'waiting for the first profile';
	}

	return session.look.screen === 'dependencies'
		? 'nobody waits for a database, network, file or the like now'
		: 'nothing recorded';
}
