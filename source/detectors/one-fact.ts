import {compareSeverity, type Warning, type WarningId, warningIdOf, worstFirst} from './warning.ts';

/**
 * One fact, one warning: joins each warning with those it absorbs, worst first. The joined one keeps its own identity
 * and words, and takes the higher severity, the earlier beginning and a stack where it has none.
 */
export function oneFact(standing: readonly Warning[]): readonly Warning[] {
	const byId = new Map<WarningId, Warning>(standing.map(warning => [warning.id, warning]));
	const gone = new Set<WarningId>();
	const joined = standing.map(warning => {
		const absorbed = warning.absorbs.flatMap(({detector, subject}) => {
			const other = byId.get(warningIdOf(detector, subject));
			return other === undefined ? [] : [other];
		});
		for (const other of absorbed) {
			gone.add(other.id);
		}

		return absorbed.reduce<Warning>(join, {...warning, absorbed});
	});
	return joined.filter(warning => !gone.has(warning.id)).sort(worstFirst);
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
