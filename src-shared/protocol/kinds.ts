/** Closed lists that the window needs for its first picture: here, without the schemas and the library they are made with. */
export const channelKinds = ['whatsapp', 'instagram', 'messenger', 'livechat', 'email', 'form'] as const;

/** How much is left of the messaging window. */
export const windowLeftKinds = ['expired', 'under-1h', 'under-4h'] as const;
