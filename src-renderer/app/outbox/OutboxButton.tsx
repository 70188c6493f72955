import { CloudUpload, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { Hidden } from '../../ui/Hidden.tsx';
import rail from '../layout/Rail.module.css';
import { useRoute } from '../route.tsx';

/** In the rail while something waits to be sent or was refused; otherwise it takes no room. */
export function OutboxButton() {
  const { t } = useTranslation('frame');
  const outbox = useWatch('outbox', {});
  const setOverlay = useRoute((route) => route.setOverlay);
  const pending = outbox?.pending.length ?? 0;
  const conflicts = outbox?.conflicts.length ?? 0;
  if (pending + conflicts === 0) return null;
  const label = [
    conflicts > 0 ? t('outbox.conflicts', { count: conflicts }) : null,
    pending > 0 ? t('outbox.pending', { count: pending }) : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
  const Icon = conflicts > 0 ? TriangleAlert : CloudUpload;
  return (
    <button type="button" title={label} className={rail.item} onClick={() => setOverlay('outbox')}>
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      <Hidden>{label}</Hidden>
      <span className={`${rail.badge} ${conflicts > 0 ? rail.bad : ''}`} aria-hidden="true">
        {conflicts > 0 ? conflicts : pending}
      </span>
    </button>
  );
}
