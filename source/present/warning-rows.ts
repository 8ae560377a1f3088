import type {Warning} from '../detectors/warning.ts';
import {formatInterval} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import {clockText} from './clock-text.ts';
import {type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {warningLine} from './warning-text.ts';
import {padEnd, padStart} from './width.ts';

const sinceColumns: Count = 10;
const lastedColumns: Count = 8;

/** When each began, where there is room for that, and for how long it has stood or stood. */
function timeColumns({widthColumns}: Scene): {readonly since: Count; readonly lasted: Count} {
	return {since: widthColumns >= 72 ? sinceColumns : 0, lasted: widthColumns >= 48 ? lastedColumns : 0};
}

export function warningsHeading(scene: Scene): Row {
	const {since, lasted} = timeColumns(scene);
	return row(
		segment(padEnd(' firing first, then resolved', scene.widthColumns - since - lasted - 1), 'dim'),
		segment(`${padStart('since', since)}${padStart('for', lasted)} `, 'dim'),
	);
}

/** One warning of the log: the line as it stands above all views, but with its times in columns. */
export function warningRow(warning: Warning, scene: Scene): Row {
	const {since, lasted} = timeColumns(scene);
	const {session, known, widthColumns} = scene;
	const until = warning.resolvedAt ?? known.at;
	const seconds = Math.max(0, Math.floor((until - warning.since) / 1000));
	const clock = clockText(warning.since, session.settings.utcOffsetMilliseconds);
	const narrower = {...scene, widthColumns: widthColumns - since - lasted - 1};
	const times = `${padStart(clock, since)}${padStart(formatInterval(seconds * 1000), lasted)} `;
	return row(...warningLine(warning, narrower, 'fact alone').segments, segment(times, 'dim'));
}
