import type { Colleague } from '../../../src-shared/protocol/socket.ts';
import type { Wire } from './wire.ts';

/** Who else has the open conversation open (B8). Known only while the line is up, and only of the one looked at. */
export interface ColleaguesHere {
  looksAt(conversationId: string | null): void;
  /** A new line: the server is told again where the agent looks. */
  lineUp(): void;
  lineDown(): void;
  heard(conversationId: string, colleagues: Colleague[]): void;
  of(conversationId: string): readonly Colleague[];
}

const nobody: readonly Colleague[] = [];

export function createColleaguesHere(deps: {
  wire(): Wire | null;
  onChange(conversationId: string): void;
}): ColleaguesHere {
  let looking: string | null = null;
  let here: readonly Colleague[] = nobody;

  const forget = () => {
    if (here.length === 0) return;
    here = nobody;
    if (looking !== null) deps.onChange(looking);
  };

  return {
    looksAt(conversationId) {
      if (conversationId === looking) return;
      forget();
      looking = conversationId;
      deps.wire()?.looking(conversationId);
    },
    lineUp() {
      if (looking !== null) deps.wire()?.looking(looking);
    },
    lineDown: forget,
    heard(conversationId, colleagues) {
      if (conversationId !== looking) return;
      here = colleagues;
      deps.onChange(conversationId);
    },
    of: (conversationId) => (conversationId === looking ? here : nobody),
  };
}
