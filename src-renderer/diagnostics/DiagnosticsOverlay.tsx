import { lazy, Suspense } from 'react';
import { useRoute } from '../app/route.tsx';

const DiagnosticsDialog = lazy(() => import('./DiagnosticsDialog.tsx'));

/** Asked for from the palette; not loaded before. */
export function DiagnosticsOverlay() {
  const opened = useRoute((route) => route.overlay === 'diagnostics');
  const setOverlay = useRoute((route) => route.setOverlay);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <DiagnosticsDialog opened close={() => setOverlay(null)} />
    </Suspense>
  );
}
