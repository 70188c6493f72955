import { z } from 'zod';
import type { Graph } from '../graph.ts';
import { optionalWords } from '../webhook-fields.ts';
import type { MessagingSettings } from './product.ts';
import { messagingRefusalOf } from './refusals.ts';

const place = z.looseObject({ url: optionalWords }).optional().catch(undefined);
const messageBody = z.looseObject({
  attachments: z.looseObject({
    data: z.array(z.looseObject({ image_data: place, video_data: place, audio_data: place, file_url: optionalWords })),
  }),
});

const FIELDS = 'attachments{image_data,video_data,file_url}';

/**
 * Where the media of a message are now (Graph API, node «message», v26): the addresses in a webhook live for days, and a
 * connection may have been away for longer. Empty where Meta does not say: the message was unsent, is too old, or the
 * application may not read conversations. Throws when it is worth asking again.
 */
export function createMediaAgain({ graph, timeoutMs }: { graph: Graph; timeoutMs: number }) {
  return async (settings: MessagingSettings, externalId: string): Promise<string[]> => {
    const path = `${encodeURIComponent(externalId)}?fields=${encodeURIComponent(FIELDS)}`;
    const answer = await graph.get(settings, path, timeoutMs);
    if (answer.state === 'answered' && answer.status < 300) {
      const attachments = messageBody.safeParse(answer.body).data?.attachments.data ?? [];
      return attachments.flatMap(
        ({ image_data, video_data, audio_data, file_url }) =>
          image_data?.url ?? video_data?.url ?? audio_data?.url ?? file_url ?? [],
      );
    }
    const refusal = messagingRefusalOf(answer, false);
    if (refusal.outcome === 'failed') return [];
    throw new Error(`the media of a message could not be asked: ${refusal.code}`);
  };
}
