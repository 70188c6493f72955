import { createContext, type ReactNode, useContext } from 'react';
import type { Marks } from './marks.ts';
import type { Panes } from './panes.ts';

/** What `main.tsx` makes and the frame is given: the parts loaded later, and where moments are reported. */
export interface Services {
  panes: Panes;
  marks: Marks;
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('the frame needs a ServicesProvider above it');
  return services;
}
