import { z } from 'zod';
import type { Message } from '../../../../src-shared/protocol/entities.ts';
import { optionalWords, wordsOrNull } from '../webhook-fields.ts';
import { optionalId, webAddress } from './fields.ts';

const referralSchema = z.looseObject({
  /** What the business put into a link (m.me, ig.me), an advertisement or a button. */
  ref: optionalWords,
  source: optionalWords,
  ad_id: optionalId,
  referer_uri: optionalWords,
  ads_context_data: z.looseObject({ ad_title: optionalWords }).optional().catch(undefined),
  product: z.looseObject({ id: optionalId }).optional().catch(undefined),
});

/** Where the customer came from: an advertisement, a link, a product. Source: «messaging_referrals», v26. */
export function readReferral(raw: unknown): Message['referral'] {
  const part = referralSchema.safeParse(raw).data;
  if (part === undefined) return null;
  const { ref, source, ad_id, referer_uri, ads_context_data, product } = part;
  const isAd = ad_id !== undefined || source === 'ADS';
  const headline = wordsOrNull(ads_context_data?.ad_title ?? product?.id ?? ref, 1_000);
  const url = webAddress(referer_uri);
  if (!isAd && headline === null && url === null) return null;
  return {
    headline,
    body: ads_context_data?.ad_title === undefined ? null : wordsOrNull(ref, 4_000),
    url,
    kind: isAd ? 'ad' : 'other',
  };
}
