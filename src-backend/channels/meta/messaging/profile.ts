import { z } from 'zod';
import type { Graph } from '../graph.ts';
import { optionalWords, wordsOrNull } from '../webhook-fields.ts';
import type { MessagingSettings } from './product.ts';
import { messagingRefusalOf } from './refusals.ts';

const profileBody = z.object({
  name: optionalWords,
  first_name: optionalWords,
  last_name: optionalWords,
  username: optionalWords,
});

const NAME_LENGTH = 200;

/**
 * What somebody is called (User Profile API); null where they or the application's permissions do not say. Throws when it is
 * worth asking again.
 */
export function createProfileName({ graph, fields, timeoutMs }: { graph: Graph; fields: string; timeoutMs: number }) {
  return async (settings: MessagingSettings, address: string): Promise<string | null> => {
    const answer = await graph.get(settings, `${encodeURIComponent(address)}?fields=${fields}`, timeoutMs);
    if (answer.state === 'answered' && answer.status < 300) {
      const profile = profileBody.safeParse(answer.body).data;
      const names = [profile?.first_name, profile?.last_name].filter((part) => part?.trim()).join(' ');
      const handle = wordsOrNull(profile?.username, NAME_LENGTH);
      return wordsOrNull(profile?.name, NAME_LENGTH) ?? wordsOrNull(names, NAME_LENGTH) ?? (handle && `@${handle}`);
    }
    const refusal = messagingRefusalOf(answer, false);
    // A refusal is about this person, or about what the application may know: neither passes by asking again.
    if (refusal.outcome === 'failed') return null;
    throw new Error(`the profile could not be asked: ${refusal.code}`);
  };
}
