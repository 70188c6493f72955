import { createContext, useContext } from 'react';

/** Opens «Nova conversa» with a number, however it is written, filled in; null where none can be begun. */
export type StartWith = ((number: string) => void) | null;

const StartWithContext = createContext<StartWith>(null);

export const StartWithProvider = StartWithContext.Provider;
export const useStartWith = (): StartWith => useContext(StartWithContext);
