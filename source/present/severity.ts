import type {Severity} from '../detectors/detector.ts';
import {type Segment, segment} from './row.ts';

const marks = {
	critical: ['✖', 'critical'],
	warning: ['▲', 'warning'],
	info: ['◆', 'info'],
} as const;

/** A mark and a tone: neither colour nor shape stands alone. */
export function severityMark(severity: Severity): Segment {
	const [mark, tone] = marks[severity];
	return segment(mark, tone);
}
