import { Button, Group, Modal } from '@mantine/core';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteStore } from '../../app/route.tsx';

/** Guards what was typed and not saved: leaving a form asks first, wherever one leaves to. */
interface Unsaved {
  /** Says that the form of this id has unsaved changes, or has none any more. */
  tell(id: string, dirty: boolean): void;
  /** Runs at once when nothing is unsaved, else when the person says so. */
  leave(then: () => void): void;
}

const UnsavedContext = createContext<Unsaved | null>(null);

export function UnsavedProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('operation');
  const route = useRouteStore();
  const dirty = useRef(new Set<string>());
  const [leaving, setLeaving] = useState<{ go(): void } | null>(null);

  const leave = useCallback((then: () => void) => {
    if (dirty.current.size === 0) then();
    else setLeaving({ go: then });
  }, []);
  const tell = useCallback((id: string, isDirty: boolean) => {
    if (isDirty) dirty.current.add(id);
    else dirty.current.delete(id);
  }, []);
  const value = useMemo(() => ({ tell, leave }), [tell, leave]);

  useEffect(() => {
    const setGuard = route.getState().setGuard;
    setGuard((go) => {
      if (dirty.current.size === 0) return false;
      setLeaving({ go });
      return true;
    });
    const closing = (event: BeforeUnloadEvent) => {
      if (dirty.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', closing);
    return () => {
      setGuard(null);
      window.removeEventListener('beforeunload', closing);
    };
  }, [route]);

  return (
    <UnsavedContext value={value}>
      {children}
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title={t('unsaved.title')} size={440}>
        <p>{t('unsaved.text')}</p>
        <Group justify="flex-end" mt={16}>
          <Button
            onClick={() => {
              dirty.current.clear();
              setLeaving(null);
              leaving?.go();
            }}
          >
            {t('unsaved.leave')}
          </Button>
          <Button variant="filled" data-autofocus onClick={() => setLeaving(null)}>
            {t('unsaved.stay')}
          </Button>
        </Group>
      </Modal>
    </UnsavedContext>
  );
}

function useUnsaved(): Unsaved {
  const value = useContext(UnsavedContext);
  if (value === null) throw new Error('a form of the settings needs an UnsavedProvider above it');
  return value;
}

/** Tells the guard about one form. */
export function useGuard(dirty: boolean): void {
  const { tell } = useUnsaved();
  const id = useId();
  useEffect(() => {
    tell(id, dirty);
    return () => tell(id, false);
  }, [tell, id, dirty]);
}

/** To be asked before something else is shown in a form's place. */
export const useLeave = (): Unsaved['leave'] => useUnsaved().leave;
