import path from 'node:path';
import type {CheckReport} from './check.ts';
import {findMarker, type MarkedLine, markersBeside} from './marker.ts';
import type {Must, Scenario} from './scenario.ts';

type ReportedWarning = CheckReport['warnings'][number];

/** A warning as the table shows it. */
export type Shown = {
	readonly detector: string;
	readonly severity: string;
	readonly confidence: string;
	/** `early_return.go:29`; empty where the warning is about the process. */
	readonly at: string;
	readonly afterSeconds: number;
	readonly headline: string;
};

export type Verdict = {
	/** What answered the demands, in their order. */
	readonly named: readonly Shown[];
	readonly missed: readonly Must[];
	readonly wrong: readonly Shown[];
	/** How many warnings it was given, notes left out. */
	readonly accusations: number;
};

/** Holds what goroutop said of a scenario against what it should have said. */
export function judge(scenario: Scenario, report: CheckReport): Verdict {
	const accusing = report.warnings.filter(({severity}) => severity !== 'info');
	if (scenario.kind === 'innocent') {
		return {
			named: [],
			missed: [],
			wrong: accusing.map(warning => shown(warning, report)),
			accusations: accusing.length,
		};
	}

	const answers = scenario.must.map(must => ({
		must,
		answer: accusing
			.filter(warning => answersTo(warning, must, report))
			.toSorted((a, b) => Date.parse(a.firedAt) - Date.parse(b.firedAt))[0],
	}));
	const allowed = new Set([...scenario.may, ...scenario.must.flatMap(({oneOf}) => oneOf)]);
	const rightLines = scenario.must.flatMap(({at}) => at).flatMap(markersBeside);
	const isRight = (warning: ReportedWarning) =>
		allowed.has(warning.detector) &&
		(rightLines.length === 0 || rightLines.some(line => names(warning, line)));
	return {
		named: answers.flatMap(({must, answer}) => (answer === undefined ? [] : [shown(answer, report, must)])),
		missed: answers.filter(({answer}) => answer === undefined).map(({must}) => must),
		wrong: accusing.filter(warning => !isRight(warning)).map(warning => shown(warning, report)),
		accusations: accusing.length,
	};
}

function answersTo(warning: ReportedWarning, must: Must, report: CheckReport): boolean {
	if (!must.oneOf.includes(warning.detector) || afterSeconds(warning, report) > must.within) {
		return false;
	}

	if (must.library !== undefined) {
		return warning.place?.function === must.library;
	}

	const lines = must.at.map(findMarker);
	return lines.length === 0 || lines[must.every === true ? 'every' : 'some'](line => names(warning, line));
}

/** Whether a line is where a person looks: the place, the evidence, the text, or the first own frame of a stack shown. */
function names(warning: ReportedWarning, {file, line}: MarkedLine): boolean {
	return linesOf(warning).some(named => named === `${path.basename(file)}:${line}`);
}

function linesOf(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return [...value.matchAll(/([\w.-]+\.go):(\d+)/gu)].map(([, file, line]) => `${file}:${line}`);
	}

	if (Array.isArray(value)) {
		const own = value.find(isOwnFrame);
		return own === undefined ? value.flatMap(linesOf) : linesOf(own);
	}

	if (typeof value !== 'object' || value === null) {
		return [];
	}

	const here =
		'file' in value && 'line' in value ? [`${path.basename(String(value.file))}:${value.line}`] : [];
	return [...here, ...Object.values(value).flatMap(linesOf)];
}

function isOwnFrame(value: unknown): boolean {
	return (
		typeof value === 'object' &&
		value !== null &&
		'file' in value &&
		String(value.file).startsWith('example.com/lab/')
	);
}

function shown(warning: ReportedWarning, report: CheckReport, must?: Must): Shown {
	const {detector, severity, confidence, headline, place} = warning;
	const demanded = (must?.at ?? []).map(findMarker).filter(line => names(warning, line));
	const at =
		demanded.length > 0
			? demanded.map(({file, line}) => `${path.basename(file)}:${line}`)
			: place === null
				? []
				: [must?.library ?? `${path.basename(place.file)}:${place.line}`];
	return {
		detector,
		severity,
		confidence,
		at: at.join(' and '),
		afterSeconds: afterSeconds(warning, report),
		headline,
	};
}

function afterSeconds({firedAt}: ReportedWarning, {watchedFrom}: CheckReport): number {
	return (Date.parse(firedAt) - Date.parse(watchedFrom)) / 1000;
}
