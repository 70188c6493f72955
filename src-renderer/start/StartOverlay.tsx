import { useTranslation } from 'react-i18next';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { useRoute } from '../app/route.tsx';
import { StartDialog } from './StartDialog.tsx';

/** «Nova conversa» wherever in the window it was asked for. */
export function StartOverlay() {
  const { t } = useTranslation('start');
  const opened = useRoute((route) => route.overlay === 'start');
  const from = useRoute((route) => route.startFrom);
  const setOverlay = useRoute((route) => route.setOverlay);
  const openStart = useRoute((route) => route.openStart);
  useRegisterAction({
    id: 'conversation.new',
    label: t('action'),
    group: 'general',
    keys: 'c',
    run: () => openStart(null),
  });
  return opened ? <StartDialog from={from} close={() => setOverlay(null)} /> : null;
}
