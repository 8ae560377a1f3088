import type {Absorbed} from './detector.ts';
import {compareSeverity, type Warning, type WarningId, warningIdOf, worstFirst} from './warning.ts';

/**
 * One fact, one warning: joins each warning with those it absorbs, and with those that they absorb; worst first. The
 * joined one keeps its own identity and words, and takes the higher severity, the earlier beginning and a stack where it
 * has none.
 */
export function oneFact(standing: readonly Warning[]): readonly Warning[] {
	const byId = new Map<WarningId, Warning>(standing.map(warning => [warning.id, warning]));
	const absorbedBy = new Map(standing.map(warning => [warning.id, absorbedIn(warning, byId)]));
	const gone = new Set<WarningId>();
	for (const warning of standing) {
		for (const other of absorbedBy.get(warning.id) ?? []) {
			// Of two that would speak for each other, the one that stands longer does.
			if (!gone.has(warning.id) || !absorbedBy.get(other.id)?.includes(warning)) {
				gone.add(other.id);
			}
		}
	}

	return standing
		.filter(({id}) => !gone.has(id))
		.map(warning => {
			const absorbed = absorbedBy.get(warning.id) ?? [];
			return absorbed.reduce<Warning>(join, {...warning, absorbed});
		})
		.sort(worstFirst);
}

function absorbedIn(warning: Warning, byId: ReadonlyMap<WarningId, Warning>): readonly Warning[] {
	const found: Warning[] = [];
	const speakers = [warning];
	for (const speaker of speakers) {
		for (const absorbed of speaker.absorbs) {
			const other = byId.get(warningIdOf(absorbed.detector, absorbed.subject));
			if (other !== undefined && isAbsorbed(other, absorbed) && !speakers.includes(other)) {
				speakers.push(other);
				found.push(other);
			}
		}
	}

	return found;
}

export function isAbsorbed({sites}: Warning, {at}: Absorbed): boolean {
	return at === undefined || sites[0] === at;
}

function join(shown: Warning, other: Warning): Warning {
	return {
		...shown,
		severity: compareSeverity(other.severity, shown.severity) > 0 ? other.severity : shown.severity,
		since: Math.min(shown.since, other.since),
		firedAt: Math.min(shown.firedAt, other.firedAt),
		stack: shown.stack ?? other.stack,
	};
}
