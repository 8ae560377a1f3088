import type {Severity} from '../detectors/detector.ts';
import type {WarningLog} from '../detectors/warning-log.ts';
import {type Segment, segment} from './row.ts';
import {severityMark} from './severity.ts';

const order: readonly Severity[] = ['critical', 'warning', 'info'];

/** `2 critical 1 warning`, or `✖2 ▲1` where space is short. Notes of severity info are not counted as trouble. */
export function severityCounts(warnings: WarningLog, style: 'words' | 'marks'): readonly Segment[] {
	const shown = warnings.firing;
	const counted = order
		.filter(severity => severity !== 'info')
		.map(severity => ({
			severity,
			count: shown.filter(warning => warning.severity === severity).length,
		}))
		.filter(({count}) => count > 0);
	if (counted.length === 0) {
		return [segment(style === 'words' ? 'no warnings' : 'ok', 'good')];
	}

	return counted.flatMap(({severity, count}, index) => [
		...(index > 0 ? [segment(' ')] : []),
		...(style === 'words'
			? [
					segment(
						`${count} ${severity}${severity === 'warning' && count > 1 ? 's' : ''}`,
						severityMark(severity).tone,
					),
				]
			: [segment(`${severityMark(severity).text}${count}`, severityMark(severity).tone)]),
	]);
}
