import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, channelSchema } from '../../../src-shared/protocol/entities.ts';
import type { Operation } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { NumberField } from '../editing/fields.tsx';
import { useEditor } from '../editing/use-editor.ts';

/** «Capacidade e pesos»: how much of an agent's places a conversation of each channel takes. */
export default function WeightSettings() {
  const directory = useWatch('directory', {});
  if (!directory?.operation) return <Skeleton height={120} radius={8} />;
  const used = new Set(directory.connections.map((connection) => connection.channel));
  return <WeightForm operation={directory.operation} used={used} />;
}

function WeightForm({ operation, used }: { operation: Operation; used: ReadonlySet<Channel> }) {
  const { t } = useTranslation(['operation', 'inbox']);
  const save = useAction('server.operation.save');
  const current = { channelWeights: operation.channelWeights };
  const editor = useEditor({
    kind: 'weights',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'weights', seen: seen ?? value, value }),
  });
  const { channelWeights } = editor.value;
  const shown = channelSchema.options.filter((channel) => used.has(channel) || channelWeights[channel] !== undefined);
  return (
    <div className={styles.page}>
      <p className={styles.intro}>{t('weights.intro')}</p>
      <EditorForm label={t('weights.title')} editor={editor}>
        <div className={styles.pair}>
          {shown.map((channel) => (
            <NumberField
              key={channel}
              label={t(`channel.${channel}`)}
              value={channelWeights[channel] ?? 1}
              min={0}
              max={10}
              step={0.5}
              decimals={2}
              error={editor.error(`channelWeights.${channel}`)}
              change={(weight) => editor.set({ channelWeights: { ...channelWeights, [channel]: weight } })}
            />
          ))}
        </div>
        {shown.length === 0 && <p className={styles.empty}>{t('weights.none')}</p>}
        <p className={styles.hint}>{t('weights.hint')}</p>
      </EditorForm>
    </div>
  );
}
