import type { TFunction } from 'i18next';
import type { Directory, InboxFilter } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { InboxPeriod } from '../../../src-shared/protocol/inbox-filter.ts';
import { channelKinds, windowLeftKinds } from '../../../src-shared/protocol/kinds.ts';
import { reasonOptions, reasonPath } from '../../qualification/reason-tree.ts';
import { dayWords } from './days.ts';

/** What the list can be narrowed by besides tab and status (A3), in the order of the panel. */
export const facetKeys = [
  'connectionIds',
  'tagIds',
  'stageIds',
  'departmentIds',
  'channels',
  'reasonIds',
  'agentIds',
  'period',
  'windowLeft',
] as const;
export type FacetKey = (typeof facetKeys)[number];

export interface FacetOption {
  id: string;
  name: string;
  /** Said beside the name where the name alone could be another's: a stage's pipeline, a reason's place. */
  under: string | null;
  /** How deep in a tree. */
  depth: number;
  color: string | null;
}

type T = TFunction<'filters'>;

/** The periods offered by name, in days, today included. */
export const PERIOD_DAYS = [1, 7, 30, 90] as const;

/** One value at a time, rather than any of several. */
export const isSingle = (key: FacetKey): boolean => key === 'period' || key === 'windowLeft';

/** What a facet offers; what is chosen but no longer offered is not among them. */
export function optionsOf(key: FacetKey, directory: Directory | undefined, t: T): FacetOption[] {
  const plain = (one: { id: string; name: string; color?: string }): FacetOption => ({
    id: one.id,
    name: one.name,
    under: null,
    depth: 0,
    color: one.color ?? null,
  });
  switch (key) {
    case 'connectionIds':
      return (directory?.connections ?? []).map(plain);
    case 'tagIds':
      return (directory?.tags ?? []).map(plain);
    case 'stageIds':
      return (directory?.pipelines ?? []).flatMap((pipeline) =>
        pipeline.stages.map((stage) => ({ ...plain(stage), under: pipeline.name })),
      );
    case 'departmentIds':
      return (directory?.departments ?? []).map(plain);
    case 'channels':
      return channelKinds.map((channel) => plain({ id: channel, name: t(`channel.${channel}`) }));
    case 'reasonIds':
      return reasonOptions(directory?.reasons ?? []).map(({ id, name, path, depth }) => ({
        ...plain({ id, name }),
        under: depth === 0 ? null : path.split(' › ').slice(0, -1).join(' › '),
        depth,
      }));
    case 'agentIds':
      return (directory?.people ?? []).filter((person) => person.active).map(plain);
    case 'period':
      return PERIOD_DAYS.map((days) => plain({ id: lastDays(days), name: t(`period.last${days}`) }));
    case 'windowLeft':
      return windowLeftKinds.map((left) => plain({ id: left, name: t(`window.${left}`) }));
  }
}

const lastDays = (days: number): string => `last-${days}`;

/** The ids of what is chosen, as `optionsOf` names them; fixed days have an id of their own. */
export function chosenOf(filter: InboxFilter, key: FacetKey): string[] {
  if (key === 'windowLeft') return filter.windowLeft === null ? [] : [filter.windowLeft];
  if (key !== 'period') return filter[key];
  const { period } = filter;
  if (period === null) return [];
  return [period.kind === 'last' ? lastDays(period.days) : `${period.from}–${period.to}`];
}

/** The filter with the option turned on or off; where one value is the most, the former one goes. */
export function toggled(filter: InboxFilter, key: FacetKey, id: string): Partial<InboxFilter> {
  const chosen = chosenOf(filter, key);
  const on = !chosen.includes(id);
  if (key === 'period') return { period: on ? periodOf(id) : null };
  if (key === 'windowLeft') return { windowLeft: (on && windowLeftKinds.find((left) => left === id)) || null };
  const next = on ? [...chosen, id] : chosen.filter((one) => one !== id);
  if (key !== 'channels') return { [key]: next };
  return { channels: channelKinds.filter((channel) => next.includes(channel)) };
}

function periodOf(id: string): InboxPeriod | null {
  const days = PERIOD_DAYS.find((one) => lastDays(one) === id);
  return days === undefined ? null : { kind: 'last', days };
}

export const cleared = (key: FacetKey): Partial<InboxFilter> => ({ [key]: plainFilterLists[key] });

export const activeFacets = (filter: InboxFilter): FacetKey[] =>
  facetKeys.filter((key) => chosenOf(filter, key).length > 0);

export const isFiltered = (filter: InboxFilter): boolean => activeFacets(filter).length > 0;

/** Everything off but the tab one is in and the order. */
export const withoutFilters = ({ tab, order }: InboxFilter): InboxFilter => ({
  tab,
  order,
  status: 'open',
  ...plainFilterLists,
});

/** Whether two filters show the same: the order in which values were ticked says nothing. */
export function sameFilter(a: InboxFilter, b: InboxFilter): boolean {
  const told = (filter: InboxFilter) => [
    filter.tab,
    filter.status,
    filter.order,
    ...facetKeys.map((key) => [...chosenOf(filter, key)].sort()),
  ];
  return JSON.stringify(told(a)) === JSON.stringify(told(b));
}

/** What is chosen of a facet, in words: each by its name. */
export function chosenNames(
  filter: InboxFilter,
  key: FacetKey,
  directory: Directory | undefined,
  t: T,
  language: string,
): string[] {
  const { period } = filter;
  if (key === 'period' && period?.kind === 'days') {
    return [t('period.span', { from: dayWords(period.from, language), to: dayWords(period.to, language) })];
  }
  if (key === 'period' && period?.kind === 'last' && periodOf(lastDays(period.days)) === null) {
    return [t('period.lastDays', { count: period.days })];
  }
  const options = new Map(optionsOf(key, directory, t).map((option) => [option.id, option]));
  return chosenOf(filter, key).map((id) => {
    const option = options.get(id);
    if (option !== undefined) return option.name;
    // Somebody who left and a reason that is no longer given still have names.
    const former =
      key === 'agentIds'
        ? directory?.people.find((person) => person.id === id)?.name
        : key === 'reasonIds'
          ? reasonPath(directory?.reasons ?? [], id)
          : null;
    return former ?? t('removed');
  });
}
