import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import type {ScreenId} from '../session/look.ts';
import type {Session} from '../session/session.ts';
import {asciiRow} from './ascii.ts';
import {cards, metricLines, metricNumbers} from './cards.ts';
import {dependencyView} from './dependency-view.ts';
import {explanationRows} from './explanation-rows.ts';
import {footer} from './footer.ts';
import {freshness, header} from './header.ts';
import {heapView} from './heap-view.ts';
import {helpRows} from './help.ts';
import {listView} from './list-view.ts';
import {padTo, type Row, row, type Segment, segment} from './row.ts';
import {type Scene, sceneOf} from './scene.ts';
import {severityCounts} from './severity-counts.ts';
import {siteDetail} from './site-detail.ts';
import {tabs} from './tabs.ts';
import {triageView} from './triage-view.ts';
import {warningDetail} from './warning-detail.ts';
import {warningsPanel} from './warning-text.ts';
import {fitRow} from './width.ts';

/**
 * The whole screen: exactly `heightRows` rows, each exactly `widthColumns` wide, whatever the size and whatever the
 * target is called.
 */
export function frame(session: Session): readonly Row[] {
	const {widthColumns, heightRows} = session.look;
	const rows = padTo(layout(sceneOf(session)), heightRows).slice(0, heightRows);
	const stale = session.history.watch.failure !== undefined;
	return rows.map((each, index) => {
		// What is no longer true is dimmed; the header says why, and stays bright.
		const toned = stale && index > 0 ? dimmed(each) : each;
		const fitted = fitRow(safeRow(toned), widthColumns);
		return session.settings.ascii ? asciiRow(fitted) : fitted;
	});
}

/** What stands around the view, or, where there is no room for a view, all there is. */
type Surroundings = {
	readonly above: readonly Row[];
	readonly below: readonly Row[];
	readonly hasView: boolean;
};

/** The last line that what lies over the screen can begin with; undefined where nothing does. */
export function lastScroll(session: Session): Count | undefined {
	if (session.look.overlay.kind === 'none') {
		return undefined;
	}

	const scene = sceneOf(session);
	const {above, below, hasView} = surroundings(scene);
	return hasView
		? Math.max(0, (overlayRows(scene)?.length ?? 0) - viewRows(scene, {above, below}))
		: undefined;
}

function layout(scene: Scene): readonly Row[] {
	const {above, below, hasView} = surroundings(scene);
	const middle = hasView ? view(scene, viewRows(scene, {above, below})) : [];
	return [...above, ...middle, ...below];
}

function viewRows(scene: Scene, {above, below}: Pick<Surroundings, 'above' | 'below'>): Count {
	return scene.session.look.heightRows - above.length - below.length;
}

function surroundings(scene: Scene): Surroundings {
	const {widthColumns, heightRows} = scene.session.look;
	if (widthColumns >= 72 && heightRows >= 20) {
		return full(scene);
	}

	if (widthColumns >= 50 && heightRows >= 9) {
		return pane(scene);
	}

	return widthColumns >= 24 && heightRows >= 4
		? numbersOnly(scene)
		: {above: [statusLine(scene)], below: [], hasView: false};
}

/** Header, cards, warnings, the view, keys. */
function full(scene: Scene): Surroundings {
	const {widthColumns, heightRows} = scene.session.look;
	const wide = widthColumns >= 100;
	const boxes = cards(scene, wide ? 4 : 2, wide && heightRows >= 30);
	// Two lines at least, so that the first warning moves nothing.
	const warnings = padTo(warningsPanel(scene, Math.max(2, Math.floor(heightRows / 6))), 2);
	return {
		above: [header(scene), ...boxes, ...warnings, tabs(scene)],
		below: [footer(scene)],
		hasView: true,
	};
}

/** Beside the logs: a line per metric, warnings, the top of the table. */
function pane(scene: Scene): Surroundings {
	const {heightRows} = scene.session.look;
	const below = [footer(scene)];
	if (scene.session.look.overlay.kind !== 'none') {
		return {above: [header(scene)], below, hasView: true};
	}

	// Three answers come before the fourth number.
	const answers = scene.session.look.screen === 'triage' ? Math.max(0, heightRows - 6) : heightRows;
	const metrics = metricLines(scene).slice(0, answers);
	const space = heightRows - metrics.length - 2;
	const warnings = warningsPanel(scene, Math.max(1, Math.min(2, space - 4)));
	return {above: [header(scene), ...metrics, ...warnings], below, hasView: true};
}

function numbersOnly(scene: Scene): Surroundings {
	const {heightRows} = scene.session.look;
	if (scene.session.look.overlay.kind !== 'none') {
		return {above: [header(scene)], below: [], hasView: true};
	}

	const numbers = metricNumbers(scene).slice(0, Math.max(1, heightRows - 2));
	const warnings = warningsPanel(scene, Math.max(1, heightRows - 1 - numbers.length));
	return {above: [header(scene), ...numbers, ...warnings], below: [], hasView: false};
}

function statusLine(scene: Scene): Row {
	const counts: readonly Segment[] = severityCounts(scene.known.warnings, 'marks');
	return row(
		...counts,
		segment(' '),
		...(metricNumbers(scene)[0]?.segments ?? []),
		segment(' '),
		...freshness(scene),
	);
}

/** The lower part: the table of the view, or what lies over it. */
function view(scene: Scene, heightRows: Count): readonly Row[] {
	const {overlay, screen} = scene.session.look;
	const over = overlayRows(scene);
	return over === undefined || overlay.kind === 'none'
		? screenRows(screen, scene, heightRows)
		: scrolled(over, overlay.scroll, heightRows);
}

function overlayRows(scene: Scene): readonly Row[] | undefined {
	const {overlay} = scene.session.look;
	switch (overlay.kind) {
		case 'none': {
			return undefined;
		}

		case 'help': {
			return helpRows(scene.widthColumns);
		}

		case 'explanation': {
			return explanationRows(overlay.topics, scene);
		}

		case 'site': {
			return siteDetail(overlay.key, scene);
		}

		case 'warning': {
			return warningDetail(overlay.id, scene);
		}
	}
}

function screenRows(screen: ScreenId, scene: Scene, heightRows: Count): readonly Row[] {
	switch (screen) {
		case 'heap': {
			return padTo(heapView(scene, heightRows), heightRows).slice(0, heightRows);
		}

		case 'triage': {
			return triageView(scene, heightRows);
		}

		case 'dependencies': {
			return dependencyView(scene, heightRows);
		}

		default: {
			return listView(scene, heightRows);
		}
	}
}

/** `heightRows` of `rows` from line `scroll`, below zero from the end; the last line says that there is more. */
function scrolled(rows: readonly Row[], scroll: number, heightRows: Count): readonly Row[] {
	const end = rows.length - heightRows;
	const first = Math.max(0, Math.min(scroll < 0 ? end + scroll + 1 : scroll, end));
	const seen = padTo(rows.slice(first, first + heightRows), heightRows);
	const below = rows.length - first - heightRows;
	return below > 0
		? [...seen.slice(0, -1), row(segment(` ↓ ${below + 1} more lines (down, PgDn)`, 'dim'))]
		: seen;
}

/** The last gate before the terminal: no segment, wherever its text came from, carries a control character past it. */
function safeRow(each: Row): Row {
	return {...each, segments: each.segments.map(({text, tone}) => segment(safeText(text), tone))};
}

const stayingBright = new Set(['critical', 'warning', 'info', 'border']);

function dimmed(each: Row): Row {
	return {
		...each,
		segments: each.segments.map(({text, tone}) => segment(text, stayingBright.has(tone) ? tone : 'dim')),
	};
}
