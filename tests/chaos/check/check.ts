import type { Evidence, Violation } from '../evidence/evidence.ts';
import { checkArrivals } from './arrivals.ts';
import { checkCaches } from './caches.ts';
import { checkDeeds } from './deeds.ts';
import { checkDepartures } from './departures.ts';
import { checkOwnership } from './ownership.ts';
import { checkRest } from './rest.ts';

/** Everything that the product promises, held against what happened. Nothing found: the promise was kept. */
export const check = (evidence: Evidence): Violation[] => [
  ...checkArrivals(evidence),
  ...checkDepartures(evidence),
  ...checkDeeds(evidence),
  ...checkOwnership(evidence),
  ...checkCaches(evidence),
  ...checkRest(evidence),
];
