import { randomBytes } from 'node:crypto';

/** An error as the Graph API words it: HTTP status and body. */
export interface MetaError {
  status: number;
  code: number;
  title: string;
  details: string;
  transient?: boolean;
}

const known = new Map<number, Omit<MetaError, 'code'>>([
  [2, { status: 500, title: 'Service temporarily unavailable', details: 'Retry your request later', transient: true }],
  [4, { status: 429, title: 'Application request limit reached', details: 'Too many calls', transient: true }],
  [
    10,
    { status: 403, title: 'Application does not have permission', details: 'Permission is not granted or was removed' },
  ],
  [200, { status: 403, title: 'Permissions error', details: 'The token lacks a permission for this account' }],
  [190, { status: 401, title: 'Invalid OAuth access token', details: 'The access token is not valid' }],
  [368, { status: 403, title: 'Temporarily blocked for policies violations', details: 'The account is restricted' }],
  [80007, { status: 429, title: 'Rate limit issues', details: 'The business account reached its limit' }],
  [130429, { status: 429, title: 'Rate limit hit', details: 'Too many messages from this number in a short time' }],
  [131000, { status: 500, title: 'Something went wrong', details: 'Message failed to send due to an unknown error' }],
  [131008, { status: 400, title: 'Required parameter is missing', details: 'A required parameter is missing' }],
  [131009, { status: 400, title: 'Parameter value is not valid', details: 'One or more values are invalid' }],
  [131016, { status: 503, title: 'Service unavailable', details: 'A service is temporarily unavailable' }],
  [131026, { status: 400, title: 'Message undeliverable', details: 'The recipient cannot receive this message' }],
  [131031, { status: 403, title: 'Account has been locked', details: 'The business account is locked or restricted' }],
  [131042, { status: 400, title: 'Business eligibility payment issue', details: 'There is a problem with payment' }],
  [
    131047,
    {
      status: 400,
      title: 'Re-engagement message',
      details: 'More than 24 hours have passed since the customer last replied',
    },
  ],
  [131048, { status: 429, title: 'Spam rate limit hit', details: 'Earlier messages were blocked or flagged as spam' }],
  [131051, { status: 400, title: 'Unsupported message type', details: 'Message type is not currently supported' }],
  [131053, { status: 400, title: 'Media upload error', details: 'Unable to upload the media used in the message' }],
  [
    131056,
    {
      status: 429,
      title: '(Business Account, Consumer Account) pair rate limit hit',
      details: 'Too many messages from this number to the same recipient in a short time',
    },
  ],
  [132000, { status: 400, title: 'Number of parameters does not match the expected number of params', details: '' }],
  [132001, { status: 404, title: 'Template name does not exist in the translation', details: '' }],
  [132005, { status: 400, title: 'Translated text too long', details: '' }],
  [132007, { status: 400, title: 'Template format character policy violated', details: '' }],
  [132012, { status: 400, title: 'Parameter format does not match format in the created template', details: '' }],
  [132015, { status: 400, title: 'Template is paused', details: '' }],
  [132016, { status: 400, title: 'Template is disabled', details: '' }],
  [132018, { status: 400, title: 'There was an issue with the parameters in your template', details: '' }],
]);

/** The error of a code; a code this stand-in does not know is worded plainly. */
export function metaError(code: number): MetaError {
  const found = known.get(code);
  return { code, ...(found ?? { status: 400, title: 'Error', details: `Error ${code}` }) };
}

/** «(#100) Invalid parameter»: the request is not what the documentation says. */
export function invalidParameter(details: string): MetaError {
  return { status: 400, code: 100, title: 'Invalid parameter', details };
}

export function noSuchObject(id: string): MetaError {
  const details = `Object with ID '${id}' does not exist or cannot be loaded due to missing permissions`;
  return { status: 400, code: 100, title: 'Unsupported request', details };
}

export function errorBody({ code, title, details, transient }: MetaError): object {
  return {
    error: {
      message: `(#${code}) ${title}`,
      type: 'OAuthException',
      code,
      ...(transient ? { is_transient: true } : {}),
      error_data: { messaging_product: 'whatsapp', details },
      fbtrace_id: randomBytes(8).toString('base64url'),
    },
  };
}
