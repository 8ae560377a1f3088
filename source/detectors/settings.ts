import {type DetectorId, defaultThresholds, type Thresholds} from './thresholds.ts';

/** Which detectors run, and on what numbers. An empty `only` means all of them. */
export type DetectorSettings = {
	readonly off: readonly DetectorId[];
	readonly only: readonly DetectorId[];
	readonly thresholds: Thresholds;
};

export const defaultSettings: DetectorSettings = {off: [], only: [], thresholds: defaultThresholds};

/** The known word most like `word`, or undefined when none is like it. */
export type Nearest = (word: string, known: readonly string[]) => string | undefined;

export const detectorIds = Object.keys(defaultThresholds) as readonly DetectorId[];

/** Every key that can be set: `goroutine-count.warningCount`. */
export const thresholdKeys: readonly string[] = detectorIds.flatMap(id =>
	Object.keys(defaultThresholds[id]).map(name => `${id}.${name}`),
);

/**
 * `overrides` read like `goroutine-count.warningCount=8000`, with `_` between digits where wanted; later ones win.
 * `sentence` says what is wrong with the first bad one.
 */
export function resolveThresholds(
	overrides: readonly string[],
	nearest: Nearest,
): {readonly ok: true; readonly thresholds: Thresholds} | {readonly ok: false; readonly sentence: string} {
	const values = new Map<string, number>();
	for (const override of overrides) {
		const [key = '', text = ''] = override.split(/=(.*)/u, 2).map(part => part.trim());
		if (!thresholdKeys.includes(key)) {
			return {
				ok: false,
				sentence: `There is no threshold "${key}"${suggestion(key, thresholdKeys, nearest)}`,
			};
		}

		const value = text === '' ? Number.NaN : Number(text.replaceAll('_', ''));
		if (!Number.isFinite(value) || value < 0) {
			return {
				ok: false,
				sentence: `${key} must be a number from 0 up, as in ${key}=${defaultOf(key)}, not "${text}".`,
			};
		}

		if (isWhole(key) && (value < 1 || !Number.isInteger(value))) {
			return {
				ok: false,
				sentence: `${key} must be a whole number from 1 up, as in ${key}=${defaultOf(key)}, not "${text}".`,
			};
		}

		values.set(key, value);
	}

	const thresholds = Object.fromEntries(
		detectorIds.map(id => [
			id,
			Object.fromEntries(
				Object.entries(defaultThresholds[id]).map(([name, value]) => [
					name,
					values.get(`${id}.${name}`) ?? value,
				]),
			),
		]),
	) as Thresholds;
	return {ok: true, thresholds};
}

function isWhole(key: string): boolean {
	return key.endsWith('Readings') || key.endsWith('.windowCount');
}

function defaultOf(key: string): number | undefined {
	const [id = '', name = ''] = key.split('.');
	const ofDetector: {readonly [name: string]: number} = defaultThresholds[id as DetectorId];
	return ofDetector[name];
}

function suggestion(word: string, known: readonly string[], nearest: Nearest): string {
	const near = nearest(word, known);
	return near === undefined ? '.' : `; did you mean "${near}"?`;
}

/** Ids as given to --off and --only. */
export function resolveDetectorIds(
	words: readonly string[],
	nearest: Nearest,
):
	| {readonly ok: true; readonly ids: readonly DetectorId[]}
	| {readonly ok: false; readonly sentence: string} {
	const unknown = words.find(word => !(detectorIds as readonly string[]).includes(word));
	return unknown === undefined
		? {ok: true, ids: words as readonly DetectorId[]}
		: {ok: false, sentence: `There is no detector "${unknown}"${suggestion(unknown, detectorIds, nearest)}`};
}
