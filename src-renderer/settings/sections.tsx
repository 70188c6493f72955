import {
  Bell,
  Keyboard,
  LayoutTemplate,
  type LucideIcon,
  MessageSquareQuote,
  Palette,
  UserRound,
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

const SavedTextSettings = lazy(() => import('./saved-texts/SavedTextSettings.tsx'));
const TemplateSettings = lazy(() => import('./templates/TemplateSettings.tsx'));
const AutomationSettings = lazy(() => import('./automations/AutomationSettings.tsx'));

/** The menu, in its order. A new section is one line here and one text in `tabs`. */
export const settingsGroups = [
  {
    id: 'mine',
    entries: [
      { id: 'account', icon: UserRound, roles: everyone, Component: AccountSettings },
      { id: 'appearance', icon: Palette, roles: everyone, Component: AppearanceSettings },
      { id: 'notifications', icon: Bell, roles: everyone, Component: NotificationSettings },
      { id: 'shortcuts', icon: Keyboard, roles: everyone, Component: ShortcutSettings },
    ],
  },
  { id: 'operation', entries: [] },
  {
    id: 'content',
    entries: [
      { id: 'savedTexts', icon: MessageSquareQuote, roles: everyone, Component: SavedTextSettings },
      { id: 'templates', icon: LayoutTemplate, roles: everyone, Component: TemplateSettings },
      { id: 'automations', icon: Workflow, roles: keepers, Component: AutomationSettings },
    ],
  },
] as const satisfies readonly { id: string; entries: readonly SettingsEntry[] }[];

export type SettingsId = (typeof settingsGroups)[number]['entries'][number]['id'];
