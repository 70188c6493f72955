import { Kbd } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, keysText } from '../app/actions/keys.ts';
import { useActionList } from '../app/actions/registry.tsx';
import { usePreferences } from '../app/preferences.ts';
import { useRoute, useRouteStore } from '../app/route.tsx';
import { useQuery } from '../bridge/hooks.tsx';
import { plain } from '../inbox/plain.ts';
import { Avatar } from '../ui/Avatar.tsx';

const CONVERSATIONS = 8;

type SpotlightStore = ReturnType<typeof createSpotlight>[0];

/** Ctrl/Cmd+K: what can be done now, and conversations by name or protocol. */
export function Palette() {
  const { t } = useTranslation('frame');
  const route = useRouteStore();
  const wanted = useRoute((now) => now.overlay === 'palette');
  const [[store, spotlight]] = useState(createSpotlight);
  const [text, setText] = useState('');

  useEffect(() => {
    if (wanted) spotlight.open();
    else spotlight.close();
  }, [wanted, spotlight]);

  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={text}
      onQueryChange={setText}
      scrollable
      maxHeight={420}
      lockScroll={false}
      size={560}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      transitionProps={{ transition: 'fade', duration: 100 }}
      attributes={{ content: { 'aria-label': t('palette.label') } }}
      onSpotlightClose={() => {
        // What was chosen may have opened something else, which must stay open.
        if (route.getState().overlay === 'palette') route.getState().setOverlay(null);
      }}
    >
      <Spotlight.Search placeholder={t('palette.placeholder')} aria-label={t('palette.label')} />
      <Spotlight.ActionsList>{wanted && <Found text={text.trim()} store={store} />}</Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Found({ text, store }: { text: string; store: SpotlightStore }) {
  const { t } = useTranslation('frame');
  const open = useRoute((route) => route.openConversation);
  const { shortcuts } = usePreferences();
  const { data } = useQuery('search', text === '' ? null : { text, limit: 40 });
  const conversations = (data?.hits ?? []).filter((hit) => hit.message === null).slice(0, CONVERSATIONS);
  const actions = useActionList().filter(
    (action) => !action.hidden && action.enabled?.() !== false && plain(action.label).includes(plain(text)),
  );
  const listed = [...conversations.map((hit) => hit.conversationId), ...actions.map((action) => action.id)].join(' ');
  const list = useRef<HTMLDivElement>(null);
  // Mantine marks the first entry when a letter comes; ours are found a moment later, and Enter means the first of them.
  useEffect(() => {
    if (listed === '' || list.current?.querySelector('[data-selected]')) return;
    list.current?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [listed, store]);
  if (conversations.length === 0 && actions.length === 0)
    return <Spotlight.Empty>{t('palette.empty')}</Spotlight.Empty>;
  return (
    <div ref={list}>
      {conversations.length > 0 && (
        <Spotlight.ActionsGroup label={t('palette.conversations')}>
          {conversations.map((hit) => (
            <Spotlight.Action
              key={hit.conversationId}
              label={hit.title}
              description={`${t(`channel.${hit.channel}`)} · ${hit.protocol}`}
              leftSection={<Avatar name={hit.title} channel={hit.channel} />}
              onClick={() => open(hit.conversationId)}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {actions.length > 0 && (
        <Spotlight.ActionsGroup label={t('palette.actions')}>
          {actions.map((action) => {
            const keys = keysOf(action, shortcuts);
            return (
              <Spotlight.Action
                key={action.id}
                label={action.label}
                leftSection={<ChevronRight size={16} aria-hidden="true" />}
                rightSection={keys === null ? null : <Kbd>{keysText(keys)}</Kbd>}
                onClick={() => action.run()}
              />
            );
          })}
        </Spotlight.ActionsGroup>
      )}
    </div>
  );
}
