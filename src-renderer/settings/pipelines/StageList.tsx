import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../src-shared/protocol/deals.ts';
import { OrderedNames } from '../lists/OrderedNames.tsx';

interface Props {
  stages: readonly Stage[];
  /** The text under a field, by its path. */
  error(field: string): string | undefined;
  change(stages: Stage[]): void;
}

/** A pipeline's stages. */
export function StageList({ stages, error, change }: Props) {
  const { t } = useTranslation('deals');
  return (
    <OrderedNames
      names={stages.map(({ id, name }) => ({ key: id, name }))}
      words={{
        title: t('settings.stages'),
        hint: t('settings.stagesHint'),
        add: t('settings.addStage'),
        name: (number) => t('settings.stage', { number }),
        up: (number) => t('settings.stageUp', { number }),
        down: (number) => t('settings.stageDown', { number }),
        remove: (number) => t('settings.removeStage', { number }),
      }}
      longest={60}
      most={30}
      error={(index) => error(index === undefined ? 'stages' : `stages.${index}.name`)}
      change={(names) => change(names.map(({ key, name }) => ({ id: key, name })))}
    />
  );
}
