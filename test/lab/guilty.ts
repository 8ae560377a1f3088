import {channels} from './guilty-channels.ts';
import {locks} from './guilty-locks.ts';
import {resources} from './guilty-resources.ts';
import type {Guilty} from './scenario.ts';

export const guilty: readonly Guilty[] = [...channels, ...locks, ...resources];
