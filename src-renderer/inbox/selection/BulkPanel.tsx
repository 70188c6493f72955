import { lazy, Suspense } from 'react';
import { useWatch } from '../../bridge/hooks.tsx';

const BulkProgress = lazy(() => import('./BulkProgress.tsx'));

/** How a bulk action goes, and how it went, until it is put away. */
export function BulkPanel() {
  const bulk = useWatch('bulk', {});
  if (bulk === undefined || bulk === null) return null;
  return (
    <Suspense fallback={null}>
      <BulkProgress bulk={bulk} />
    </Suspense>
  );
}
