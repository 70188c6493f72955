import {
  Bell,
  CalendarClock,
  Coffee,
  Gauge,
  Handshake,
  HardDrive,
  History,
  Keyboard,
  LayoutTemplate,
  ListTree,
  type LucideIcon,
  MessageSquareQuote,
  MonitorOff,
  Network,
  Palette,
  Repeat,
  Stethoscope,
  Tags,
  TextCursorInput,
  UserRound,
  Users,
  Workflow,
} from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import type { Role } from '../../src-shared/protocol/entities.ts';
import { AccountSettings } from './AccountSettings.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { NotificationSettings } from './NotificationSettings.tsx';
import { ShortcutSettings } from './ShortcutSettings.tsx';

export interface SettingsProps {
  session: SessionView & { phase: 'ready' };
}

/** One entry of the menu of «Configurações». Its name is `tabs.<id>` of the texts; `roles` may see it. */
export interface SettingsEntry {
  id: string;
  icon: LucideIcon;
  roles: readonly Role[];
  Component: ComponentType<SettingsProps>;
}

const everyone = ['agent', 'supervisor', 'admin'] as const;
const keepers = ['supervisor', 'admin'] as const;

const StorageSettings = lazy(() => import('./storage/StorageSettings.tsx'));
const Diagnostics = lazy(() => import('../diagnostics/Diagnostics.tsx'));
const SavedTextSettings = lazy(() => import('./saved-texts/SavedTextSettings.tsx'));
const TemplateSettings = lazy(() => import('./templates/TemplateSettings.tsx'));
const AutomationSettings = lazy(() => import('./automations/AutomationSettings.tsx'));

const DepartmentSettings = lazy(() => import('./team/DepartmentSettings.tsx'));
const PeopleSettings = lazy(() => import('./team/PeopleSettings.tsx'));
const PauseSettings = lazy(() => import('./lists/PauseSettings.tsx'));
const WeightSettings = lazy(() => import('./operation/WeightSettings.tsx'));
const HoursSettings = lazy(() => import('./operation/HoursSettings.tsx'));
const AffinitySettings = lazy(() => import('./operation/AffinitySettings.tsx'));
const AbsenceSettings = lazy(() => import('./operation/AbsenceSettings.tsx'));
const ReasonSettings = lazy(() => import('./lists/ReasonSettings.tsx'));
const TagSettings = lazy(() => import('./lists/TagSettings.tsx'));
const PipelineSettings = lazy(() => import('./pipelines/PipelineSettings.tsx'));
const FieldSettings = lazy(() => import('./fields/FieldSettings.tsx'));
const HistorySettings = lazy(() => import('./audit/HistorySettings.tsx'));

/** The menu, in its order. A new section is one line here and one text in `tabs`. */
export const settingsGroups = [
  {
    id: 'mine',
    entries: [
      { id: 'account', icon: UserRound, roles: everyone, Component: AccountSettings },
      { id: 'appearance', icon: Palette, roles: everyone, Component: AppearanceSettings },
      { id: 'notifications', icon: Bell, roles: everyone, Component: NotificationSettings },
      { id: 'shortcuts', icon: Keyboard, roles: everyone, Component: ShortcutSettings },
      { id: 'storage', icon: HardDrive, roles: everyone, Component: StorageSettings },
      { id: 'diagnostics', icon: Stethoscope, roles: everyone, Component: Diagnostics },
    ],
  },
  {
    id: 'team',
    entries: [
      { id: 'departments', icon: Network, roles: keepers, Component: DepartmentSettings },
      { id: 'people', icon: Users, roles: keepers, Component: PeopleSettings },
      { id: 'pauses', icon: Coffee, roles: keepers, Component: PauseSettings },
    ],
  },
  {
    id: 'operation',
    entries: [
      { id: 'hours', icon: CalendarClock, roles: keepers, Component: HoursSettings },
      { id: 'affinity', icon: Repeat, roles: keepers, Component: AffinitySettings },
      { id: 'weights', icon: Gauge, roles: keepers, Component: WeightSettings },
      { id: 'absence', icon: MonitorOff, roles: keepers, Component: AbsenceSettings },
    ],
  },
  {
    id: 'content',
    entries: [
      { id: 'reasons', icon: ListTree, roles: keepers, Component: ReasonSettings },
      { id: 'pipelines', icon: Handshake, roles: keepers, Component: PipelineSettings },
      { id: 'fields', icon: TextCursorInput, roles: keepers, Component: FieldSettings },
      { id: 'tags', icon: Tags, roles: keepers, Component: TagSettings },
      { id: 'savedTexts', icon: MessageSquareQuote, roles: everyone, Component: SavedTextSettings },
      { id: 'templates', icon: LayoutTemplate, roles: everyone, Component: TemplateSettings },
      { id: 'automations', icon: Workflow, roles: keepers, Component: AutomationSettings },
    ],
  },
  { id: 'audit', entries: [{ id: 'history', icon: History, roles: keepers, Component: HistorySettings }] },
] as const satisfies readonly { id: string; entries: readonly SettingsEntry[] }[];

export type SettingsId = (typeof settingsGroups)[number]['entries'][number]['id'];
