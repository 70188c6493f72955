import { randomBytes } from 'node:crypto';

/** An error as the Graph API words it for Instagram and Messenger: the subcode says what the code only hints at. */
export interface SocialError {
  status: number;
  code: number;
  subcode?: number;
  message: string;
}

export type Product = 'instagram' | 'messenger';

/** Subcodes that the two products have each their own of. */
const own = {
  instagram: { window: 2534022, stranger: 2534014 },
  messenger: { window: 2018278, stranger: 2018001 },
};

export const outsideWindow = (product: Product): SocialError => ({
  ...{ status: 403, code: 10, subcode: own[product].window },
  message: 'This message is sent outside of allowed window.',
});
export const noSuchPerson = (product: Product): SocialError => ({
  ...{ status: 400, code: 100, subcode: own[product].stranger, message: 'No matching user found' },
});
export const invalid = (message: string, subcode?: number): SocialError => ({
  ...{ status: 400, code: 100, message },
  ...(subcode === undefined ? {} : { subcode }),
});
export const wrongToken: SocialError = { status: 401, code: 190, message: 'Invalid OAuth access token' };

/** What a test arranged: a code, and where Meta gives one its subcode. */
export const arranged = (code: number): SocialError => {
  const known: Record<number, Omit<SocialError, 'code'>> = {
    2: { status: 500, message: 'Service temporarily unavailable' },
    190: wrongToken,
    551: { status: 400, subcode: 1545041, message: "This person isn't available right now." },
    613: { status: 400, message: 'Calls to this API have exceeded the rate limit.' },
    1200: { status: 500, message: 'Temporary send message failure. Please try again later.' },
    2018300: { status: 403, message: 'Another app is controlling this thread now.' },
  };
  if (code === 2018300) return { status: 403, code: 10, subcode: code, message: known[code]?.message ?? '' };
  return { status: 400, message: 'Error', ...known[code], code };
};

export const errorBody = ({ code, subcode, message }: SocialError): object => ({
  error: {
    message: `(#${code}) ${message}`,
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: randomBytes(8).toString('base64url'),
  },
});
