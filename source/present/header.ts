import {baseName} from '../profile/function-name.ts';
import {formatInterval, formatMilliseconds, formatShare} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import type {Session} from '../session/session.ts';
import {clockText, minuteText} from './clock-text.ts';
import {type Row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityCounts} from './severity-counts.ts';
import {cut, segmentsWidth, spread} from './width.ts';

const leastNameColumns: Count = 8;

/** What the left side is made of, as it is read. Where space is short, what has the lowest rank is shown. */
type Part = {readonly rank: number; readonly segments: readonly Segment[]};

/** Who is watched, how fresh it is, what watching costs, and what is wrong. The right side stays when space runs out. */
export function header(scene: Scene): Row {
	const {widthColumns} = scene;
	const clock = segment(
		`${clockText(scene.session.at, scene.session.settings.utcOffsetMilliseconds)} `,
		'dim',
	);
	const verdict = severityCounts(scene.known.warnings, widthColumns < 80 ? 'marks' : 'words');
	const right: readonly Segment[] =
		widthColumns < 50 ? [...verdict, segment(' ')] : [...verdict, segment('  '), clock];
	const space = widthColumns - segmentsWidth(right) - 1;
	const left = mostImportant(leftParts(scene, space), space);
	return spread(left, right, widthColumns);
}

/** As many of `parts` as fit, by their ranks; the first always. */
function mostImportant(parts: readonly Part[], widthColumns: Count): readonly Segment[] {
	const shown = new Set<Part>();
	let left = widthColumns;
	for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
		const width = segmentsWidth(part.segments);
		if (width <= left || shown.size === 0) {
			shown.add(part);
			left -= width;
		}
	}

	return parts.filter(part => shown.has(part)).flatMap(({segments}) => segments);
}

function leftParts(scene: Scene, columns: Count): readonly Part[] {
	const {session, known, widthColumns} = scene;
	const {target} = session;
	const {history} = known;
	const name = target.executable === undefined ? '' : safeText(baseName(target.executable));
	const version = history.metrics?.goVersion;
	const isCut = history.dumps.latest?.isCut === true;
	const address = safeText(target.address);
	const mark = segment(name === '' ? ' goroutop' : ' goroutop ', 'accent');
	const fresh = [segment('  '), ...freshness(scene)];
	const nameColumns = Math.max(leastNameColumns, columns - segmentsWidth(fresh) - 1);
	return [
		...(widthColumns < 80
			? [part(0, segment(` ${cut(name || address, nameColumns)}`, 'strong'))]
			: [
					part(name === '' ? 0 : 6, mark),
					...(name === '' ? [] : [part(0, segment(` ${name}`, 'strong'))]),
					part(name === '' ? 2 : 4, segment(`  ${address}`)),
				]),
		part(1, ...fresh),
		...(session.frozen === undefined ? [] : [whilePaused(session)]),
		...(target.caution === undefined ? [] : [part(2, segment(`  ${target.caution}`, 'warning'))]),
		...pace(scene),
		...(isCut ? [part(2, segment(' · dump cut off at 64 MiB', 'warning'))] : []),
		...(version === undefined ? [] : [part(8, segment(`  ${safeText(version)}`, 'dim'))]),
	];
}

function part(rank: number, ...segments: readonly Segment[]): Part {
	return {rank, segments};
}

/** What goes on behind a screen that stands still. */
function whilePaused({history: {watch}, at}: Session): Part {
	return watch.failure === undefined
		? part(6, segment(' (sampling goes on)', 'dim'))
		: part(1, segment(` · lost ${seconds(at - (watch.lastGoodAt ?? watch.failure.since))}`, 'critical'));
}

/** `● live 2s`, `◌ stale 12s · next try 3s`, `○ connecting`, `‖ paused 13:05:01`. */
export function freshness({session, known}: Scene): readonly Segment[] {
	const {watch} = session.history;
	const baseline = session.look.baseline;
	const since =
		baseline === undefined
			? []
			: [segment(` Δ since ${minuteText(baseline.at, session.settings.utcOffsetMilliseconds)}`, 'accent')];
	if (session.frozen !== undefined) {
		const at = clockText(known.at, session.settings.utcOffsetMilliseconds);
		return [segment(`‖ paused ${at}`, 'warning'), ...since];
	}

	if (watch.failure !== undefined) {
		const {nextTryAt} = watch.failure;
		const next = nextTryAt === undefined ? '' : ` · next try ${seconds(nextTryAt - session.at)}`;
		const age =
			watch.lastGoodAt === undefined ? '○ no data' : `◌ stale ${seconds(session.at - watch.lastGoodAt)}`;
		return [segment(`${age}${next}`, 'critical'), ...since];
	}

	return watch.lastGoodAt === undefined
		? [segment('○ connecting', 'warning')]
		: [segment(`● live ${formatInterval(session.settings.intervalMilliseconds)}`, 'good'), ...since];
}

function seconds(milliseconds: number): string {
	return `${Math.max(0, Math.round(milliseconds / 1000))}s`;
}

function pace({session, known}: Scene): readonly Part[] {
	const {pollMilliseconds, costFraction, budgetFraction, slowedTo, skipped} = known.history.watch;
	if (pollMilliseconds === undefined || session.history.watch.failure !== undefined) {
		return [];
	}

	const costTone = costFraction > budgetFraction ? 'warning' : 'dim';
	return [
		part(7, segment(` · poll ${formatMilliseconds(pollMilliseconds)}`, 'dim')),
		part(5, segment(` · cost ${formatShare(costFraction)}`, costTone)),
		// Before cost and address: who does not know that a table is old reads it as new.
		...(slowedTo === undefined
			? []
			: [part(3, segment(` · profile each ${formatInterval(slowedTo)}`, 'dim'))]),
		...(skipped === 0 ? [] : [part(5, segment(` · ${skipped} records not understood`, 'warning'))]),
	];
}
