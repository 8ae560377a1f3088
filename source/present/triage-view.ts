import {formatCount} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import {cursorIndex, listOf} from '../session/list.ts';
import type {ListItem} from '../session/list-items.ts';
import type {Place, Verdict} from '../session/triage-verdict.ts';
import {answerText, answerTexts, questionTexts} from '../session/triage-words.ts';
import {blankRow, padTo, type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {siteText} from './site-text.ts';
import {answerMark, fittingClauses, nextText, placeFact} from './triage-text.ts';
import {cut, fitRow, padEnd, segmentsWidth, spread, widthOf} from './width.ts';

/** One question with what the cursor can stand on, and the lines below in the order in which they find room. */
type Block = {
	readonly verdict: Verdict;
	readonly listed: readonly Row[];
	readonly evidence: readonly Row[];
	readonly next: Row;
};

/**
 * The three questions of an incident in exactly `heightRows` lines. The answers and where to look are always there;
 * what to do next and the evidence take the room that is left, the evidence of all questions in turn.
 */
export function triageView(scene: Scene, heightRows: Count): readonly Row[] {
	const blocks = blocksOf(scene);
	const room = heightRows - blocks.reduce((sum, {listed}) => sum + listed.length, 0);
	if (scene.widthColumns < 72) {
		return padTo(narrowRows(blocks, scene, room), heightRows).slice(0, heightRows);
	}

	const steps = Math.max(0, Math.min(blocks.length, room));
	const shares = shareOut(
		room - steps,
		blocks.map(({evidence}) => evidence.length),
	);
	const left = room - steps - shares.reduce((sum, share) => sum + share, 0);
	const withGaps = left >= blocks.length - 1;
	const rows = blocks.flatMap(({listed, evidence, next}, index) => [
		...(withGaps && index > 0 ? [blankRow] : []),
		...listed,
		...evidence.slice(0, shares[index]),
		...(index < steps ? [next] : []),
	]);
	return padTo(rows, heightRows).slice(0, heightRows);
}

/** How many lines each gets when all take one in turn, as long as they have more and there is room. */
function shareOut(room: Count, wanted: readonly Count[]): readonly Count[] {
	const shares = wanted.map(() => 0);
	let left = room;
	for (let turn = 1; left > 0 && turn <= Math.max(0, ...wanted); turn++) {
		for (const [index, want] of wanted.entries()) {
			if (want >= turn && left > 0) {
				shares[index] = turn;
				left--;
			}
		}
	}

	return shares;
}

function blocksOf(scene: Scene): readonly Block[] {
	const items = listOf(scene.session);
	const cursor = cursorIndex(items, scene.session.look);
	const blocks: {verdict: Verdict; listed: Row[]}[] = [];
	for (const [index, item] of items.entries()) {
		const below = items.slice(index + 1);
		const nextVerdict = below.findIndex(({kind}) => kind === 'verdict');
		const shown = nextVerdict === -1 ? below.length : nextVerdict;
		const drawn = fitRow(drawItem(item, shown, scene), scene.widthColumns);
		const chosen = index === cursor ? {...drawn, selected: true} : drawn;
		if (item.kind === 'verdict') {
			blocks.push({verdict: item.verdict, listed: [chosen]});
		} else {
			blocks.at(-1)?.listed.push(chosen);
		}
	}

	return blocks.map(({verdict, listed}) => {
		return {
			verdict,
			listed,
			evidence: verdict.evidence.map(fact =>
				row(segment('   · ', 'dim'), segment(fittingClauses(safeText(fact), scene.widthColumns - 6))),
			),
			next: nextRow(verdict, scene),
		};
	});
}

function nextRow({next}: Verdict, {widthColumns}: Scene): Row {
	const text = nextText({...next, text: safeText(next.text)}, widthColumns - 6);
	return row(segment('   → ', 'own'), segment(text, 'own'));
}

/** Beside the logs: three answers, then the next step of the one under the cursor and what speaks for it. */
function narrowRows(blocks: readonly Block[], scene: Scene, room: Count): readonly Row[] {
	const chosen = blocks.find(({listed}) => listed.some(({selected}) => selected)) ?? blocks[0];
	const below = chosen === undefined ? [] : [chosen.next, ...chosen.evidence];
	return [...blocks.flatMap(({listed}) => listed), ...below.slice(0, Math.max(0, room))].map(each =>
		fitRow(each, scene.widthColumns),
	);
}

/** `placesShown`: how many of an answer's places have a row of their own. */
function drawItem(item: ListItem, placesShown: Count, scene: Scene): Row {
	switch (item.kind) {
		case 'verdict': {
			return scene.widthColumns < 72
				? narrowAnswer(item.verdict, scene)
				: answerRow(item.verdict, placesShown, scene);
		}

		case 'place': {
			return placeRow(item.place, scene);
		}

		default: {
			return blankRow;
		}
	}
}

const questionColumns = Math.max(...Object.values(questionTexts).map(({full}) => widthOf(full))) + 3;

/** The places that find no room are counted beside the answer, where no lack of room can push them out. */
function answerRow(verdict: Verdict, placesShown: Count, {widthColumns}: Scene): Row {
	const mark = answerMark(verdict.answer);
	const hidden = placesShown === 0 ? 0 : verdict.places.length - placesShown;
	const more = hidden > 0 ? `and ${formatCount(hidden)} more ${hidden === 1 ? 'place' : 'places'} ` : '';
	const left = [
		segment(` ${padEnd(questionTexts[verdict.question].full, questionColumns)}`, 'strong'),
		mark,
		segment(` ${safeText(answerText(verdict))}`, mark.tone),
	];
	return spread(left, [segment(more, 'dim')], widthColumns);
}

function narrowAnswer(verdict: Verdict, scene: Scene): Row {
	const mark = answerMark(verdict.answer);
	const head: readonly Segment[] = [
		segment(` ${padEnd(questionTexts[verdict.question].short, 11)}`, 'strong'),
		mark,
		segment(` ${padEnd(answerTexts[verdict.answer].short, 13)}`, mark.tone),
	];
	const room = scene.widthColumns - segmentsWidth(head) - 1;
	const [place] = verdict.places;
	if (verdict.because !== '' || place?.site === undefined) {
		return row(...head, segment(cut(safeText(verdict.because), room), 'dim'));
	}

	const {id, site} = place.site;
	const {name, place: file} = siteText(site, room - 4);
	return row(...head, segment(`${id} `, 'accent'), segment(name, 'own'), segment(` ${file}`, 'dim'));
}

function placeRow(place: Place, scene: Scene): Row {
	const {widthColumns, session} = scene;
	const fact = safeText(placeFact(place, session.settings.utcOffsetMilliseconds));
	if (place.site === undefined) {
		return row(segment('   '), segment(fittingClauses(fact, widthColumns - 4)));
	}

	const {id, site} = place.site;
	const room = widthColumns - 8;
	const [first = ''] = fact.split(/(?=[,;] )/u, 1);
	const columns = siteColumns(site, room, widthOf(first));
	const {name, place: file} = siteText(site, columns - 2, {isPlaceWhole: true});
	const gap = ' '.repeat(Math.max(0, columns - widthOf(name) - (file === '' ? 0 : widthOf(file) + 1)));
	return row(
		segment(`   ${id} `, 'accent'),
		segment(name, site.origin === 'own' ? 'own' : 'plain'),
		segment(`${file === '' ? '' : ` ${file}`}${gap}`, 'dim'),
		segment(fittingClauses(fact, room - columns)),
	);
}

/** Half of the room, or as much more as function, file and line take and the beginning of the fact can spare. */
function siteColumns(site: Site, room: Count, factColumns: Count): Count {
	const half = Math.floor(room * 0.48);
	const whole = widthOf(safeText(site.name)) + widthOf(safeText(site.place)) + 3;
	return Math.max(half, Math.min(whole, room - factColumns, Math.floor(room * 0.7)));
}
