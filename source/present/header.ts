import {baseName} from '../profile/function-name.ts';
import {formatInterval, formatMilliseconds, formatShare} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import {clockText, minuteText} from './clock-text.ts';
import {type Row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityCounts} from './severity-counts.ts';
import {fittingParts, segmentsWidth, spread} from './width.ts';

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
	// Parts come in the order of what one can do without last.
	const left = fittingParts(leftParts(scene), widthColumns - segmentsWidth(right) - 1);
	return spread(left, right, widthColumns);
}

function leftParts(scene: Scene): readonly (readonly Segment[])[] {
	const {session, known, widthColumns} = scene;
	const {target} = session;
	const {history} = known;
	const name = target.executable === undefined ? '' : safeText(baseName(target.executable));
	const version = history.metrics?.goVersion;
	const identity: readonly (readonly Segment[])[] =
		widthColumns < 80
			? [[segment(` ${name || safeText(target.address)}`, 'strong')]]
			: [
					[segment(' goroutop', 'accent'), ...(name === '' ? [] : [segment(`  ${name}`, 'strong')])],
					[segment(`  ${safeText(target.address)}`)],
				];
	const fresh = [segment('  '), ...freshness(scene)];
	return [
		...identity.slice(0, 1),
		// What is lost is known by its address a minute later, too; that it is lost must be seen at once.
		...(session.history.watch.failure === undefined
			? [...identity.slice(1), fresh]
			: [fresh, ...identity.slice(1)]),
		...(target.caution === undefined ? [] : [[segment(`  ${target.caution}`, 'warning')]]),
		...pace(scene),
		...(history.dumps.latest?.isCut === true ? [[segment(' · dump cut off at 64 MiB', 'warning')]] : []),
		...(version === undefined ? [] : [[segment(`  ${safeText(version)}`, 'dim')]]),
	];
}

/** `● live 2s`, `◌ stale 12s · next try 3s`, `○ connecting`, `‖ paused 13:05:01`. */
export function freshness({session, known}: Scene): readonly Segment[] {
	const {watch} = session.history;
	if (session.frozen !== undefined) {
		const at = clockText(known.at, session.settings.utcOffsetMilliseconds);
		return [segment(`‖ paused ${at}`, 'warning'), segment(' (sampling goes on)', 'dim')];
	}

	const baseline = session.look.baseline;
	const since =
		baseline === undefined
			? []
			: [segment(` Δ since ${minuteText(baseline.at, session.settings.utcOffsetMilliseconds)}`, 'accent')];
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

function pace({session, known}: Scene): readonly (readonly Segment[])[] {
	const {pollMilliseconds, costFraction, budgetFraction, slowedTo, skipped} = known.history.watch;
	if (pollMilliseconds === undefined || session.history.watch.failure !== undefined) {
		return [];
	}

	return [
		[segment(` · poll ${formatMilliseconds(pollMilliseconds)}`, 'dim')],
		[segment(` · cost ${formatShare(costFraction)}`, costFraction > budgetFraction ? 'warning' : 'dim')],
		...(slowedTo === undefined ? [] : [[segment(` · profile each ${formatInterval(slowedTo)}`, 'dim')]]),
		...(skipped === 0 ? [] : [[segment(` · ${skipped} records not understood`, 'warning')]]),
	];
}
