/**
 * What no first frame needs: the way to a target, polling, reading, reports. It is loaded as one, while the first frame is
 * being looked at.
 */
export {createDecoder} from '../live/decoder.ts';
export {startSampler} from '../live/sampler.ts';
export {openHttpTarget} from '../target/http-target.ts';
export {check} from './check.ts';
export {checkOnce} from './check-once.ts';
export {openDemo} from './demo.ts';
export {tidyHeapRegularly} from './tidy-heap.ts';
export {watchPlainly} from './watch-plainly.ts';
