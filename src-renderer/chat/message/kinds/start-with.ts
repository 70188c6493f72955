import { createContext, useContext } from 'react';

/** Opens «Nova conversa» with a number (digits with country code) filled in; null where none can be begun. */
export type StartWith = ((phone: string) => void) | null;

const StartWithContext = createContext<StartWith>(null);

export const StartWithProvider = StartWithContext.Provider;
export const useStartWith = (): StartWith => useContext(StartWithContext);
