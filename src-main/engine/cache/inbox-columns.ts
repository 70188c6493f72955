/** The inbox's filterable columns, one place («slot») a conversation. */
export interface InboxColumns {
  n: Float64Array;
  flags: Uint8Array;
  at: Float64Array;
  finishedAt: Float64Array;
  assignee: Uint32Array;
  department: Uint32Array;
  connection: Uint32Array;
  channel: Uint8Array;
  reason: Uint32Array;
  finishedBy: Uint32Array;
  unread: Uint32Array;
  tagset: Uint32Array;
  stageset: Uint32Array;
  /** 0: the customer never wrote. */
  lastInboundAt: Float64Array;
}

export function allocate(size: number): InboxColumns {
  return {
    n: new Float64Array(size),
    flags: new Uint8Array(size),
    at: new Float64Array(size),
    finishedAt: new Float64Array(size),
    assignee: new Uint32Array(size),
    department: new Uint32Array(size),
    connection: new Uint32Array(size),
    channel: new Uint8Array(size),
    reason: new Uint32Array(size),
    finishedBy: new Uint32Array(size),
    unread: new Uint32Array(size),
    tagset: new Uint32Array(size),
    stageset: new Uint32Array(size),
    lastInboundAt: new Float64Array(size),
  };
}

export function grown(old: InboxColumns): InboxColumns {
  const fresh = allocate(Math.max(1_024, Math.ceil(old.n.length * 1.5)));
  fresh.n.set(old.n);
  fresh.flags.set(old.flags);
  fresh.at.set(old.at);
  fresh.finishedAt.set(old.finishedAt);
  fresh.assignee.set(old.assignee);
  fresh.department.set(old.department);
  fresh.connection.set(old.connection);
  fresh.channel.set(old.channel);
  fresh.reason.set(old.reason);
  fresh.finishedBy.set(old.finishedBy);
  fresh.unread.set(old.unread);
  fresh.tagset.set(old.tagset);
  fresh.stageset.set(old.stageset);
  fresh.lastInboundAt.set(old.lastInboundAt);
  return fresh;
}
