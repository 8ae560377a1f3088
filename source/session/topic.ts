import type {DetectorId} from '../detectors/thresholds.ts';
import type {DependencyKind} from '../profile/wait-context.ts';
import type {WaitKind} from '../profile/wait-kind.ts';

/** Words that stand together on the screen: the columns of a table, the numbers of a view. */
export type TermGroup = 'sites' | 'mutex' | 'heap' | 'warnings';

/** Something that can be explained. */
export type Topic =
	| {readonly kind: 'wait'; readonly wait: WaitKind}
	| {readonly kind: 'dependency'; readonly dependency: DependencyKind}
	| {readonly kind: 'detector'; readonly detector: DetectorId}
	| {readonly kind: 'terms'; readonly group: TermGroup};
