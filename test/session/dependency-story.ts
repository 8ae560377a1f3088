import type {GoroutineSnapshot} from '../../source/profile/goroutine-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {DependencyKind} from '../../source/profile/wait-context.ts';
import {profileOf} from '../detectors/draw.ts';
import type {Story} from './story.ts';

/** What a place waits for: a dependency as kind and name, by design, or nothing outside of the program. */
export type Waits = readonly [kind: DependencyKind, name: string] | 'by design' | 'inside';

/** How many wait at a place, and for what: `{'shop.Load[select]': [12, ['database pool', 'pgx pool']]}`. */
export type Places = {readonly [place: string]: readonly [count: number, waits: Waits]};

/** One poll, two seconds after the one before, in which goroutines wait for what is drawn. */
export function pollWaits(story: Story, places: Places, profiles: readonly string[] = []): void {
	const at = story.session().at + 2000;
	const snapshot = snapshotOf(places);
	const counts = new Map([
		['goroutine', snapshot.total + 2],
		...profiles.map((name): [string, number] => [name, 0]),
	]);
	story.tell({type: 'index-read', at, index: {counts}, pollMilliseconds: 1.2});
	story.tell({type: 'goroutines-read', at, snapshot});
}

function snapshotOf(places: Places): GoroutineSnapshot {
	const drawn = Object.entries(places).filter(([, [count]]) => count > 0);
	const snapshot = groupGoroutines(
		profileOf(drawn.map(([place, [count]]) => ({place, values: [count]}))),
		undefined,
	);
	return {
		...snapshot,
		sites: snapshot.sites.map(waiters => {
			const waits =
				drawn.find(([place]) => /^[^[]*/u.exec(place)?.[0].endsWith(waiters.site.name))?.[1][1] ?? 'inside';
			return {
				...waiters,
				context: {
					handler: undefined,
					contextFree: undefined,
					isIdle: waits === 'by design',
					dependency:
						typeof waits === 'string'
							? undefined
							: {kind: waits[0], name: waits[1], frame: waiters.site.frame},
				},
			};
		}),
	};
}
