import { Menu } from '@mantine/core';
import { Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { announceDone, announceProblem } from '../outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';

/** «Executar automação»: those an agent may start by hand, as items of the conversation's menu. */
export function ManualAutomations({ conversationId, online }: { conversationId: string; online: boolean }) {
  const { t } = useTranslation('chat');
  const directory = useWatch('directory', {});
  const run = useServerAction('automation.run');
  const refusalWords = useRefusalWords();
  const manual = (directory?.automations ?? []).filter(({ active, trigger }) => active && trigger.type === 'manual');
  if (manual.length === 0) return null;
  const start = async (automationId: string, name: string) => {
    const outcome = await run({ automationId, conversationId });
    if (outcome.ok) announceDone(t('automation.started', { name }));
    else announceProblem(refusalWords(outcome.reason));
  };
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('automation.run')}</Menu.Label>
      {manual.map(({ id, name }) => (
        <Menu.Item
          key={id}
          leftSection={<Workflow size={16} />}
          disabled={!online}
          onClick={() => void start(id, name)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}
