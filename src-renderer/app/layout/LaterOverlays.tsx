import { lazy, Suspense, useEffect, useState } from 'react';
import { useRoute } from '../route.tsx';
import { useServices } from '../services.tsx';

const Overlays = lazy(() => import('./Overlays.tsx'));

/** Should the list have nothing to paint for so long (milliseconds), they do not wait for it. */
const LATEST_MS = 1_500;

/** Not before the list is on the screen, unless one of them is asked for, or another place was gone to: loading them would hold up the first picture. */
export function LaterOverlays() {
  const { marks } = useServices();
  const asked = useRoute((route) => route.overlay !== null || route.undo !== null || route.section !== 'inbox');
  const [due, setDue] = useState(false);
  useEffect(() => {
    const come = () => setDue(true);
    const timer = setTimeout(come, LATEST_MS);
    void marks.listPainted.then(come);
    return () => clearTimeout(timer);
  }, [marks]);
  return due || asked ? (
    <Suspense fallback={null}>
      <Overlays />
    </Suspense>
  ) : null;
}
