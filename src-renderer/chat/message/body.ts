import type { ComponentType, ReactNode } from 'react';
import type { MessageView } from '../../../src-shared/bridge/views.ts';

/** What one kind of message shows in its bubble, besides the text, which stands below it. */
export interface BodyProps {
  message: MessageView;
  /** Who wrote it, for accessible names. */
  author: string;
}

export type Body = ComponentType<BodyProps>;

/** A kind whose text has its own place among the rest; null: it has none. */
export type WholeBody = ComponentType<BodyProps & { text: ReactNode }>;
