import type fc from 'fast-check';

/** Something that strangers talk to. `attempt` throws when what it did is not one of the answers it may give. */
export interface FuzzTarget {
  name: string;
  /** Its part of all cases, beside the others' shares: what is quick and has most forms gets most. */
  share: number;
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  property: fc.IAsyncPropertyWithHooks<unknown>;
  close(): PromiseLike<void>;
}
