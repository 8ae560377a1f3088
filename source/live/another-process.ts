import type {IndexPage} from '../profile/index-page.ts';
import type {MemoryStats} from '../profile/memory-stats.ts';

/** These count stacks ever recorded, or collections ever made: they fall only when another process answers. */
const risingCounts = ['heap', 'allocs', 'block', 'mutex'] as const;

export function isAnotherIndex(before: IndexPage, after: IndexPage): boolean {
	return risingCounts.some(name => (after.counts.get(name) ?? 0) < (before.counts.get(name) ?? 0));
}

export function isAnotherMemory(before: MemoryStats, after: MemoryStats): boolean {
	return after.gcCount < before.gcCount || after.totalAllocBytes < before.totalAllocBytes;
}
