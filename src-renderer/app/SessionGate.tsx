import { lazy, Suspense } from 'react';
import { useWatch } from '../bridge/hooks.tsx';
import { Starting } from '../session/Starting.tsx';
import { Frame } from './layout/Frame.tsx';

const SignIn = lazy(() => import('../session/SignIn.tsx'));
const ChooseProtection = lazy(() => import('../session/ChooseProtection.tsx'));
const Locked = lazy(() => import('../session/Locked.tsx'));
const Blocked = lazy(() => import('../session/Blocked.tsx'));

/** Which face the window shows: by the session alone, never by the state of the network. */
export function SessionGate() {
  const session = useWatch('session', {});
  switch (session?.phase) {
    case undefined:
    case 'starting':
      return <Starting />;
    case 'ready':
      return <Frame session={session} />;
    case 'signed-out':
      return (
        <Suspense fallback={<Starting />}>
          <SignIn session={session} />
        </Suspense>
      );
    case 'choose-protection':
      return (
        <Suspense fallback={<Starting />}>
          <ChooseProtection />
        </Suspense>
      );
    case 'locked':
      return (
        <Suspense fallback={<Starting />}>
          <Locked session={session} />
        </Suspense>
      );
    case 'blocked':
      return (
        <Suspense fallback={<Starting />}>
          <Blocked reason={session.reason} />
        </Suspense>
      );
  }
}
